//! SAML 2.0 for a service provider: metadata, AuthnRequest, verification of a Response.
//!
//! The crate is pure: no input or output, no clock. The time and every fresh id are parameters, so a
//! whole sign-in runs in microseconds inside a test. (Making and using a private [`key`] takes
//! randomness from the system; nothing that is decided here depends on it.)
//!
//! A sign-in in four steps:
//!
//! 1. [`authn_request::AuthnRequest::redirect_url`] sends the browser to the identity provider.
//! 2. [`response::peek`] reads from the posted Response which connection it claims to come from.
//! 3. [`response::verify`] checks signature and contents against that connection and hands back
//!    what was signed, or the one check that refused it.
//! 4. [`attributes::profile`] names the person out of the verified attributes.
//!
//! And signing out, either way: [`logout`].
//!
//! Architecture invariant: nothing in here reads a value of the Response that was not reached by
//! walking down from the element whose signature was verified, and nothing looks an element up
//! by its ID. The keys are those pinned for the connection; `KeyInfo` is never consulted.

pub mod attributes;
pub mod authn_request;
pub mod certificate;
mod encryption;
mod error;
pub mod key;
pub mod logout;
pub mod metadata;
mod name_id;
mod names;
pub mod redirect;
pub mod response;
mod signature;
mod xml;

pub use error::Error;

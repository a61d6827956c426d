//! The identity-provider half of the stand-in directory: real signed SAML Responses in
//! JumpCloud's manner, and forged ones.
//!
//! Pure functions, no sockets: whoever serves the pages of the stand-in calls them.

mod answer;
mod authn_request;
mod encryption;
pub mod forgery;
mod logout;
mod person;
mod provider;
mod signing;

pub use answer::{Answer, AuthnStatements, Signed};
pub use authn_request::AuthnRequest;
pub use encryption::{DataAlgorithm, KeyTransport, Recipient};
pub use logout::{Logout, LogoutMessage, LogoutSignature};
pub use person::Person;
pub use provider::{IdentityProvider, KeyKind};
pub use signing::{Hash, SignatureTemplate};

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// `xml` as it is posted in the form field `SAMLResponse`.
pub fn encode(xml: &str) -> String {
    STANDARD.encode(xml)
}

/// The XML of a `SAMLResponse`.
pub fn decode(response: &str) -> Result<String> {
    Ok(String::from_utf8(STANDARD.decode(response)?)?)
}

//! The web: REST, SCIM and SAML endpoints, and the web application that is built in.
//!
//! **Architecture invariant:** handlers turn requests into calls on `identity`, `vfs` and `audit`, and decide nothing
//! themselves. Which routes need a proof is decided by where they are mounted, not by what a handler remembers to check.

pub mod address;
mod app;
pub mod caller;
pub mod error;
pub mod openapi;
pub mod page;
pub mod rest;
pub mod saml;
pub mod scim;
pub mod serve;
pub mod v1;

mod content;
mod csrf;
mod export;
mod health;
mod id;
mod input;
mod names;
mod query;
mod request_id;
mod router;
mod state;
mod time;
mod tree_path;

pub use error::{Error, Result};
pub use keyfold_identity::SiteSecret;
pub use router::{document, router};
pub use serve::serve;
pub use state::{SealKeys, Site, State};

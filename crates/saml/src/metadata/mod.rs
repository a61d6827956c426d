//! Metadata (SAML metadata 2.0): ours to give away, theirs to read.

mod identity_provider;
mod service_provider;

pub use identity_provider::{IdentityProvider, MAX_BYTES, parse};
pub use service_provider::ServiceProvider;

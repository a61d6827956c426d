//! Signing in at the company directory: SAML 2.0, this site as service provider (web browser profile).
//!
//! The browser is sent to the directory by `login`, and comes back to `consume` with a signed answer. What an answer must
//! fulfil is decided by `keyfold-saml`, whom it lets in by `keyfold-identity`; this module only carries one to the other.

mod binding;
mod consume;
mod explanation;
mod form;
mod login;
mod metadata;
mod notice;
mod refusal;
mod return_path;
mod verification;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    routing::{get, post},
};
use keyfold_identity::{Authenticator, Connections, SamlRequests};
use keyfold_model::Clock;

use crate::{State, address::SiteAddress, caller::TrustedProxies};

pub use return_path::ReturnPath;

/// This site as a service provider: what its endpoints work with.
#[derive(Clone)]
pub struct ServiceProvider {
    /// The directories that people may come from.
    pub connections: Connections,
    /// What was asked of them and waits for an answer.
    pub requests: SamlRequests,
    /// Who lets people in.
    pub authenticator: Authenticator,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where the site is, seen from outside: what entity id and addresses follow from.
    pub address: SiteAddress,
    /// Whose word on a client's address counts.
    pub proxies: TrustedProxies,
}

impl FromRef<State> for ServiceProvider {
    fn from_ref(state: &State) -> Self {
        Self {
            connections: FromRef::from_ref(state),
            requests: FromRef::from_ref(state),
            authenticator: FromRef::from_ref(state),
            clock: FromRef::from_ref(state),
            address: FromRef::from_ref(state),
            proxies: FromRef::from_ref(state),
        }
    }
}

impl FromRef<ServiceProvider> for TrustedProxies {
    fn from_ref(provider: &ServiceProvider) -> Self {
        provider.proxies.clone()
    }
}

/// `/saml/metadata`, `/saml/login/{connection}` and `/saml/consume`: for everyone, as nobody is signed in yet.
pub fn routes<S: Clone + Send + Sync + 'static>(provider: ServiceProvider) -> Router<S> {
    Router::new()
        .route("/saml/metadata", get(metadata::find))
        .route("/saml/login/{connection}", get(login::begin))
        .route("/saml/consume", post(consume::consume).layer(DefaultBodyLimit::max(form::MAX_BYTES)))
        .with_state(provider)
}

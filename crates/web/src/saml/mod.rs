//! Signing in at the company directory: SAML 2.0, this site as service provider (web browser profile).
//!
//! Signing out goes the same way in both directions: `logout`.
//!
//! The browser is sent to the directory by `login`, and comes back to `consume` with a signed answer. What an answer must
//! fulfil is decided by `keyfold-saml`, whom it lets in by `keyfold-identity`; this module only carries one to the other.

mod binding;
mod consume;
mod expiry;
mod explanation;
mod form;
mod keyring;
mod login;
mod logout;
mod masking;
mod metadata;
mod notice;
mod refresh;
mod refusal;
mod return_path;
mod verification;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    routing::{get, post},
};
use keyfold_identity::{Approvals, Authenticator, Connections, SamlAttempts, SamlLogouts, SamlRequests};
use keyfold_model::Clock;

use crate::{State, address::SiteAddress, caller::TrustedProxies};

pub use expiry::remind_of_certificates;
pub use keyring::Keyring;
pub(crate) use login::path as login_path;
pub use logout::leave;
pub use refresh::MetadataRefresh;
pub use return_path::ReturnPath;

pub(crate) use keyring::certificates;
pub(crate) use refresh::read as read_metadata;

/// This site as a service provider: what its endpoints work with.
#[derive(Clone)]
pub struct ServiceProvider {
    /// The directories that people may come from.
    pub connections: Connections,
    /// What was asked of them and waits for an answer.
    pub requests: SamlRequests,
    /// The last answers that came.
    pub attempts: SamlAttempts,
    /// Sign-ins on other protocols that are let in from a browser.
    pub approvals: Approvals,
    /// Signing out here and there.
    pub logouts: SamlLogouts,
    /// This site's own keys.
    pub keyring: Keyring,
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
            attempts: FromRef::from_ref(state),
            approvals: FromRef::from_ref(state),
            logouts: FromRef::from_ref(state),
            keyring: FromRef::from_ref(state),
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

/// `/saml/metadata`, `/saml/login/{connection}`, `/saml/consume` and `/saml/logout`: for everyone, as who comes there is not
/// signed in here yet, or is sent by the directory.
pub fn routes<S: Clone + Send + Sync + 'static>(provider: ServiceProvider) -> Router<S> {
    Router::new()
        .route("/saml/metadata", get(metadata::find))
        .route("/saml/login/{connection}", get(login::begin))
        .route("/saml/consume", post(consume::consume).layer(DefaultBodyLimit::max(form::MAX_BYTES)))
        .route("/saml/logout", get(logout::by_redirect).post(logout::by_post))
        .with_state(provider)
}

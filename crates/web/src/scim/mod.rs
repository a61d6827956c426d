//! The SCIM endpoints (RFC 7644) below `/api/scim/v2`: what a company directory's client reads and changes here.
//!
//! **Architecture invariant:** a request reaches a resource only with the [`DirectoryClient`](keyfold_identity::DirectoryClient) that its bearer token opened,
//! and what that client may see is decided by `identity` in its statements, never here. Every answered request has its row
//! in the SCIM log before the answer leaves.
//!
//! | step | where |
//! |---|---|
//! | who asks, what was sent, the row in the log | [`exchange`] |
//! | which endpoint, and what it takes | [`endpoint`] |
//! | people and groups | [`users`], [`groups`] |
//! | from a filter to SQL | [`filter`] |
//! | several types at once, several operations at once | [`search`], [`bulk`] |

mod answer;
mod body;
mod bulk;
mod draft;
mod effects;
mod endpoint;
mod exchange;
mod failure;
mod filter;
mod groups;
mod list;
mod log;
mod masked_query;
mod moment;
mod refusals;
mod request;
mod search;
mod users;

use std::{fmt::Display, sync::Arc};

use axum::{Router, extract::FromRef, routing::any};
use keyfold_audit::Log;
use keyfold_identity::{Authenticator, Directory, Previews, SignIns};
use keyfold_model::Clock;

use crate::{State, address::SiteAddress, caller::TrustedProxies};

pub use refusals::Refusals;

/// Where the endpoints are, below the site's address.
pub const PATH: &str = "/api/scim/v2";

/// What the endpoints work with. Cheap to clone.
#[derive(Clone)]
pub struct Scim {
    /// What clients read and change.
    pub directory: Directory,
    /// Where requests of connections in preview are done instead.
    pub previews: Previews,
    /// Who lets them in.
    pub authenticator: Authenticator,
    /// Whose sessions end with a change.
    pub sign_ins: SignIns,
    /// Where the database of the SCIM log is.
    pub log: Log,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where the site is, seen from outside: the locations of resources begin with it.
    pub address: SiteAddress,
    /// Whose word on a client's address counts.
    pub proxies: TrustedProxies,
    /// Which strangers were refused lately.
    pub refusals: Refusals,
}

impl Scim {
    /// The absolute URL of a resource.
    fn location(&self, endpoint: &str, id: impl Display) -> String {
        format!("{}{endpoint}/{id}", self.address.scim_base_url())
    }
}

impl FromRef<State> for Scim {
    fn from_ref(state: &State) -> Self {
        Self {
            directory: FromRef::from_ref(state),
            previews: FromRef::from_ref(state),
            authenticator: FromRef::from_ref(state),
            sign_ins: FromRef::from_ref(state),
            log: FromRef::from_ref(state),
            clock: FromRef::from_ref(state),
            address: FromRef::from_ref(state),
            proxies: FromRef::from_ref(state),
            refusals: Refusals::default(),
        }
    }
}

/// Gives the people of earlier versions of this server the values by which filters find them. To be called at each start,
/// before anybody asks; it does its work once.
///
/// # Errors
/// The database fails.
pub async fn keep_missing_values(directory: &Directory) -> Result<(), keyfold_identity::Error> {
    directory.keep_missing_values(users::values_of).await
}

/// The endpoints at [`PATH`]. They check the bearer token themselves and answer in SCIM's form whatever is asked below it.
pub fn routes<S: Clone + Send + Sync + 'static>(scim: Scim) -> Router<S> {
    let all = any(exchange::handle);
    let endpoints = Router::new().route("/", all.clone()).route("/{*path}", all.clone());
    // Nesting leaves out the base URL with a slash at its end.
    Router::new().nest(PATH, endpoints).route(&format!("{PATH}/"), all).with_state(scim)
}

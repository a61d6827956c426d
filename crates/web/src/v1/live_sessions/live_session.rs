//! What people have open now.

use keyfold_identity::Session;
use serde::Serialize;
use utoipa::ToSchema;

use crate::time::DateTime;

/// A session that is open now, on this node.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveSession {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub user_id: i64,
    /// Their user name.
    pub username: String,
    /// Over what: `web`, `sftp`…
    pub interface: &'static str,
    /// From which address.
    pub ip: String,
    /// What the client says it is.
    pub client: String,
    /// Since when.
    pub since: DateTime,
    /// Whether it is the caller's own, that asks.
    pub current: bool,
}

impl LiveSession {
    /// A session, as it looks to the one that asks.
    #[must_use]
    pub fn of(session: &Session, asking: &Session) -> Self {
        let facts = session.facts();
        Self {
            id: facts.id.to_string(),
            user_id: facts.user.0,
            username: facts.login_name.clone(),
            interface: facts.origin.interface.name(),
            ip: facts.origin.remote_ip.to_canonical().to_string(),
            client: facts.origin.client.clone(),
            since: facts.since.into(),
            current: session.id() == asking.id(),
        }
    }
}

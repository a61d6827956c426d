//! What people have open now.

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
    pub interface: String,
    /// From which address.
    pub ip: String,
    /// What the client says it is.
    pub client: String,
    /// Since when.
    pub since: DateTime,
    /// Whether it is the caller's own, that asks.
    pub current: bool,
}

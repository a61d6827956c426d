//! The audit log, as the API shows it (Files.com: history).

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::time::DateTime;

/// One act.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Action {
    /// Its place in the log.
    pub id: i64,
    /// Its id in the hash chain.
    pub audit_id: String,
    /// When.
    pub when: DateTime,
    /// What: `login`, `read`, `permission_create`…
    pub action: String,
    /// Over what: `web`, `sftp`, `scim`…
    pub interface: String,
    /// The act in a sentence.
    pub display: String,
    /// What kind of actor: `user`, `api_key`, `connection`, `job`, `stranger`.
    pub actor_type: String,
    /// The actor's name at that moment.
    pub username: Option<String>,
    /// The person who did it, or for whom it was done.
    pub user_id: Option<i64>,
    /// From which address.
    pub ip: Option<String>,
    /// In which session.
    pub session_id: Option<String>,
    /// On which path.
    pub path: Option<String>,
    /// From which path, for moves and copies.
    pub source: Option<String>,
    /// To which path.
    pub destination: Option<String>,
    /// On what else.
    pub targets: Option<ActionTarget>,
    /// The state before.
    #[schema(value_type = Option<Object>)]
    pub before: Option<serde_json::Value>,
    /// The state after.
    #[schema(value_type = Option<Object>)]
    pub after: Option<serde_json::Value>,
    /// Bytes moved.
    pub bytes: Option<i64>,
    /// How it ended: `ok`, `denied`, `failed`, `aborted`.
    pub outcome: String,
    /// Why it was refused or failed.
    pub failure_type: Option<String>,
}

/// What was acted upon, where it is no path.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActionTarget {
    /// `user`, `group`, `permission`…
    #[serde(rename = "type")]
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// Which acts are listed. Newest first.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Those not older.
    #[param(value_type = Option<String>, format = DateTime)]
    pub start_at: Option<DateTime>,
    /// Those older.
    #[param(value_type = Option<String>, format = DateTime)]
    pub end_at: Option<DateTime>,
    /// Those of or for this person.
    pub user_id: Option<i64>,
    /// Those on this path or below it.
    pub path: Option<String>,
    /// This action alone; ending in `*`, all that begin so.
    pub action: Option<String>,
    /// Those over this interface.
    pub interface: Option<String>,
    /// Those from this address.
    pub ip: Option<String>,
    /// Those that ended so.
    pub outcome: Option<String>,
}

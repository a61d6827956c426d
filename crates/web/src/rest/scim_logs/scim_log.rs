//! The SCIM log, as the API shows it.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::time::DateTime;

/// One request of a directory's SCIM client, with what it did here.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScimLog {
    /// Its id.
    pub id: i64,
    /// When it came in.
    pub created_at: DateTime,
    /// The connection whose token it had; nothing where the token was none.
    pub sso_strategy_id: Option<i64>,
    /// The token.
    pub scim_token_id: Option<i64>,
    /// `GET`, `POST`, `PUT`, `PATCH`, `DELETE`.
    pub request_method: String,
    /// Below `/api/scim/v2`.
    pub request_path: String,
    /// What stood after the question mark.
    pub query: Option<String>,
    /// What the client says it is.
    pub user_agent: Option<String>,
    /// Where it came from.
    pub remote_ip: String,
    /// The body, secrets masked.
    pub request_json: Option<String>,
    /// The status code of the answer.
    pub http_response_code: String,
    /// The body of the answer.
    pub response_json: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// What was made, changed, removed here, in words.
    pub effects: Vec<String>,
}

/// Which entries of the SCIM log are listed. Newest first.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ScimLogQuery {
    /// Those of this connection.
    pub sso_strategy_id: Option<i64>,
    /// Those that name this, in path, body or effects: a user name, a group, an id.
    pub search: Option<String>,
    /// Those answered with this status code.
    pub http_response_code: Option<u16>,
    /// Those not older.
    #[param(value_type = Option<String>, format = DateTime)]
    pub start_at: Option<DateTime>,
    /// Those older.
    #[param(value_type = Option<String>, format = DateTime)]
    pub end_at: Option<DateTime>,
}

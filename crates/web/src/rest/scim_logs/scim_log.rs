//! The SCIM log, as the API shows it.

use keyfold_audit::scim_log::{Filter, Stored};
use keyfold_model::{ConnectionId, Timestamp};
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

impl ScimLog {
    /// A row as it is shown.
    #[must_use]
    pub fn of(row: Stored) -> Self {
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        Self {
            id: row.id,
            created_at: Timestamp(row.created_at).into(),
            sso_strategy_id: row.connection_id,
            scim_token_id: row.token_id,
            request_method: row.request_method,
            request_path: row.request_path,
            query: said(row.query),
            user_agent: said(row.user_agent),
            remote_ip: row.remote_ip,
            request_json: row.request_json,
            http_response_code: row.http_response_code.to_string(),
            response_json: row.response_json,
            duration_ms: row.duration_ms,
            effects: serde_json::from_str(&row.effects).unwrap_or_default(),
        }
    }
}

impl From<ScimLogQuery> for Filter {
    fn from(query: ScimLogQuery) -> Self {
        Self {
            connection: query.sso_strategy_id.map(ConnectionId),
            user: query.user,
            group: query.group,
            status: query.http_response_code,
            from: query.start_at.map(|at| at.0),
            until: query.end_at.map(|at| at.0),
            text: query.search.filter(|text| !text.trim().is_empty()),
        }
    }
}

/// Which entries of the SCIM log are listed. Newest first.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ScimLogQuery {
    /// Those of this connection.
    pub sso_strategy_id: Option<i64>,
    /// Those about a person whose user name holds this.
    pub user: Option<String>,
    /// Those about a group whose name holds this.
    pub group: Option<String>,
    /// Those about somebody or a group with this in the name, or from this address, or with this in the path or query.
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

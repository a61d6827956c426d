//! Answers of directories, as the API shows them.

use keyfold_identity::SamlAttempt as Row;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::time::DateTime;

/// An answer of a directory to a sign-in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SamlAttempt {
    /// Its id.
    pub id: i64,
    /// The connection whose answer it was, or claimed to be.
    pub sso_strategy_id: i64,
    /// When it came.
    pub created_at: DateTime,
    /// The check that refused it, as in the audit log; nothing where somebody was signed in.
    pub failure_type: Option<String>,
    /// What would have passed.
    pub expected: Option<String>,
    /// What was there instead, as a stranger may have written it.
    pub found: Option<String>,
    /// Whom it was about, once that was verified.
    pub name_id: Option<String>,
    /// Who was signed in.
    pub user_id: Option<i64>,
    /// Where it came from.
    pub remote_ip: String,
    /// What the browser says it is.
    pub client: String,
    /// The XML, secrets masked: only where one answer is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xml: Option<String>,
}

impl SamlAttempt {
    /// An answer in a list, without its XML.
    #[must_use]
    pub fn in_list(row: Row) -> Self {
        Self { xml: None, ..Self::opened(row) }
    }

    /// An answer with all that is kept of it.
    #[must_use]
    pub fn opened(row: Row) -> Self {
        Self {
            id: row.id.0,
            sso_strategy_id: row.connection.0,
            created_at: row.created_at.into(),
            failure_type: row.failure_type,
            expected: row.expected,
            found: row.found,
            name_id: row.name_id,
            user_id: row.user.map(|user| user.0),
            remote_ip: row.remote_ip,
            client: row.client,
            xml: row.xml,
        }
    }
}

/// Whose answers are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SamlAttemptQuery {
    /// Those of this connection.
    pub sso_strategy_id: i64,
}

//! Bearer tokens of SCIM clients, as the API shows them.

use keyfold_identity::{IssuedScimToken, ScimToken as Row};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::time::DateTime;

/// A bearer token of a directory's SCIM client.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScimToken {
    /// Its id.
    pub id: i64,
    /// The connection that it is for.
    pub sso_strategy_id: i64,
    /// What people call it.
    pub label: String,
    /// Its first characters, to tell tokens apart.
    pub hint: String,
    /// When it was made.
    pub created_at: DateTime,
    /// From when on it is refused.
    pub expires_at: DateTime,
    /// When it was revoked.
    pub revoked_at: Option<DateTime>,
    /// When the directory used it last.
    pub last_used_at: Option<DateTime>,
    /// From which address.
    pub last_used_ip: Option<String>,
    /// The token itself: only in the answer that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl ScimToken {
    /// A token without its secret.
    #[must_use]
    pub fn of(row: Row) -> Self {
        Self {
            id: row.id.0,
            sso_strategy_id: row.connection.0,
            label: row.label,
            hint: row.hint,
            created_at: row.created_at.into(),
            expires_at: row.expires_at.into(),
            revoked_at: row.revoked_at.map(DateTime),
            last_used_at: row.last_used_at.map(DateTime),
            last_used_ip: row.last_used_ip,
            token: None,
        }
    }

    /// A token that was just made, with its secret.
    #[must_use]
    pub fn issued(issued: IssuedScimToken) -> Self {
        Self { token: Some(issued.secret.expose().clone()), ..Self::of(issued.token) }
    }
}

/// A new token.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewScimToken {
    /// The connection that it is for.
    pub sso_strategy_id: i64,
    /// What people call it.
    pub label: Option<String>,
    /// From when on it is refused: a year from now where nothing is said.
    pub expires_at: Option<DateTime>,
}

/// What becomes of a token; what is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ScimTokenChange {
    /// What people call it.
    pub label: Option<String>,
    /// From when on it is refused.
    pub expires_at: Option<DateTime>,
}

/// How a token is replaced.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ScimTokenRotation {
    /// Until when the old one works: its own expiry where nothing is said.
    pub old_expires_at: Option<DateTime>,
    /// From when on the new one is refused: a year from now where nothing is said.
    pub expires_at: Option<DateTime>,
}

/// Whose tokens are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ScimTokenQuery {
    /// Those of this connection.
    pub sso_strategy_id: Option<i64>,
}

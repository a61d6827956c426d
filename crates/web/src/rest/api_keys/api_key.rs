//! API keys, as the API shows them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::time::DateTime;

/// A key with which a program acts for its owner.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApiKey {
    /// Its id.
    pub id: i64,
    /// What its owner calls it. With `@api-` before it, it is the user name on SFTP, FTP and WebDAV.
    pub name: String,
    /// The user name that goes with the key on SFTP, FTP and WebDAV.
    pub protocol_username: String,
    /// Whose it is.
    pub user_id: i64,
    /// What it may do of what its owner may.
    pub permission_set: PermissionSet,
    /// The folder that it can't leave.
    pub path: Option<String>,
    /// The key's first characters, to tell keys apart.
    pub hint: String,
    /// When it was made.
    pub created_at: DateTime,
    /// From when on it is refused.
    pub expires_at: Option<DateTime>,
    /// When it was used last.
    pub last_use_at: Option<DateTime>,
    /// The key itself: only in the answer that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// What a key may do of what its owner may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PermissionSet {
    /// All of it.
    Full,
    /// Files and folders, no administration.
    FilesOnly,
    /// What the desktop app needs.
    DesktopApp,
    /// Nothing.
    None,
}

/// A new key.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewApiKey {
    /// What its owner calls it: no number, as those are ids.
    pub name: String,
    /// Whose it will be: the caller's, where nothing is said.
    pub user_id: Option<i64>,
    /// What it may do: `full` where nothing is said.
    pub permission_set: Option<PermissionSet>,
    /// The folder that it can't leave.
    pub path: Option<String>,
    /// From when on it is refused.
    pub expires_at: Option<DateTime>,
}

/// Whose keys are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ApiKeyQuery {
    /// This person's: the caller's, where nothing is said. `0` is the caller, too.
    pub user_id: Option<i64>,
}

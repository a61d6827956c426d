//! API keys, as the API shows them.

use keyfold_identity::{ApiKey as Row, Error as IdentityError, PermissionSet as Set};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{names::Names, time::DateTime};

/// A key with which a program acts for its owner.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApiKey {
    /// Its id.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// The user name that goes with the key on SFTP, FTP and WebDAV.
    pub protocol_username: String,
    /// Whose it is.
    pub user_id: i64,
    /// Their user name.
    pub username: String,
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

impl ApiKey {
    /// A key with its owner's name, without the key itself.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(key: Row, names: &mut Names) -> Result<Self, IdentityError> {
        Ok(Self {
            id: key.id.0,
            protocol_username: format!("@api-{}", key.id),
            name: key.name,
            user_id: key.owner.0,
            username: names.user(key.owner).await?,
            permission_set: key.permission_set.into(),
            path: key.path.map(|path| path.trim_start_matches('/').to_owned()),
            hint: key.hint,
            created_at: key.created_at.into(),
            expires_at: key.expires_at.map(DateTime),
            last_use_at: key.last_used_at.map(DateTime),
            key: None,
        })
    }
}

impl From<Set> for PermissionSet {
    fn from(set: Set) -> Self {
        match set {
            Set::Full => Self::Full,
            Set::FilesOnly => Self::FilesOnly,
            Set::DesktopApp => Self::DesktopApp,
            Set::None => Self::None,
        }
    }
}

impl From<PermissionSet> for Set {
    fn from(set: PermissionSet) -> Self {
        match set {
            PermissionSet::Full => Self::Full,
            PermissionSet::FilesOnly => Self::FilesOnly,
            PermissionSet::DesktopApp => Self::DesktopApp,
            PermissionSet::None => Self::None,
        }
    }
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

//! Grants, as the API shows them.

use keyfold_identity::Error as IdentityError;
use keyfold_model::{Level, Reach, Subject};
use keyfold_vfs::Granted;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{names::Names, time::DateTime};

/// A level given to a person, a group, a partner, or to everyone who is in all of several groups, on a folder.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Permission {
    /// Its id.
    pub id: i64,
    /// The folder, without a leading slash; empty for the top folder.
    pub path: String,
    /// The person who holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<i64>,
    /// Their user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The group that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<i64>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    /// The groups that one has to be in, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_ids: Option<Vec<i64>>,
    /// Their names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_names: Option<Vec<String>>,
    /// The partner that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<i64>,
    /// What it gives.
    pub permission: PermissionLevel,
    /// Whether it covers the folders below, too.
    pub recursive: bool,
    /// When it was made.
    pub created_at: Option<DateTime>,
}

impl Permission {
    /// A grant with the names of those who hold it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(granted: Granted, names: &mut Names) -> Result<Self, IdentityError> {
        let grant = granted.grant;
        let mut shown = Self {
            id: grant.id.0,
            path: granted.path.as_str().to_owned(),
            user_id: None,
            username: None,
            group_id: None,
            group_name: None,
            group_ids: None,
            group_names: None,
            partner_id: None,
            permission: grant.level.into(),
            recursive: grant.reach == Reach::Tree,
            created_at: Some(granted.created_at.into()),
        };
        match grant.subject {
            Subject::User(user) => {
                shown.user_id = Some(user.0);
                shown.username = Some(names.user(user).await?);
            }
            Subject::Group(group) => {
                shown.group_id = Some(group.0);
                shown.group_name = Some(names.group(group).await?);
            }
            Subject::Partner(partner) => shown.partner_id = Some(partner.0),
            Subject::AllOf(groups) => {
                let mut group_names = Vec::with_capacity(groups.len());
                for group in &groups {
                    group_names.push(names.group(*group).await?);
                }
                shown.group_ids = Some(groups.into_iter().map(|group| group.0).collect());
                shown.group_names = Some(group_names);
            }
        }
        Ok(shown)
    }
}

/// What a grant gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PermissionLevel {
    /// Everything, and the folder's settings, grants, fences.
    Admin,
    /// See, read, upload, change, move, delete.
    Full,
    /// See, read, upload.
    ReadWrite,
    /// See, read.
    ReadOnly,
    /// Upload.
    WriteOnly,
    /// See, and look at in the web viewer.
    PreviewOnly,
    /// See.
    List,
    /// See, read, share.
    Bundle,
    /// See, and see the history.
    History,
}

impl From<Level> for PermissionLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Admin => Self::Admin,
            Level::Full => Self::Full,
            Level::ReadWrite => Self::ReadWrite,
            Level::ReadOnly => Self::ReadOnly,
            Level::WriteOnly => Self::WriteOnly,
            Level::PreviewOnly => Self::PreviewOnly,
            Level::List => Self::List,
            Level::Bundle => Self::Bundle,
            Level::History => Self::History,
        }
    }
}

impl From<PermissionLevel> for Level {
    fn from(level: PermissionLevel) -> Self {
        match level {
            PermissionLevel::Admin => Self::Admin,
            PermissionLevel::Full => Self::Full,
            PermissionLevel::ReadWrite => Self::ReadWrite,
            PermissionLevel::ReadOnly => Self::ReadOnly,
            PermissionLevel::WriteOnly => Self::WriteOnly,
            PermissionLevel::PreviewOnly => Self::PreviewOnly,
            PermissionLevel::List => Self::List,
            PermissionLevel::Bundle => Self::Bundle,
            PermissionLevel::History => Self::History,
        }
    }
}

/// A new grant: exactly one of `user_id`, `username`, `group_id`, `group_name`, `group_ids`, `partner_id`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewPermission {
    /// The folder.
    pub path: String,
    /// The person who will hold it.
    pub user_id: Option<i64>,
    /// The same, by user name.
    pub username: Option<String>,
    /// The group that will hold it.
    pub group_id: Option<i64>,
    /// The same, by its name.
    pub group_name: Option<String>,
    /// The groups that one has to be in, all of them: ids with commas between them.
    pub group_ids: Option<String>,
    /// The partner that will hold it.
    pub partner_id: Option<i64>,
    /// What it gives: `full` where nothing is said.
    pub permission: Option<PermissionLevel>,
    /// Whether it covers the folders below, too; true where nothing is said.
    pub recursive: Option<bool>,
}

/// Which grants are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PermissionQuery {
    /// Those that stand on this folder or above it.
    pub path: Option<String>,
    /// Those of this person.
    pub user_id: Option<i64>,
    /// Those of this group.
    pub group_id: Option<i64>,
    /// With `user_id`: those of the person's groups, too.
    pub include_groups: Option<bool>,
}

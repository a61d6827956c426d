//! Grants, as the API shows them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::time::DateTime;

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
    /// What it gives.
    pub permission: PermissionLevel,
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

//! Why somebody reaches something, as the API shows it.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::rest::permissions::PermissionLevel;

/// Whose access to what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExplainQuery {
    /// The person.
    pub user_id: Option<i64>,
    /// The same, by user name. The caller, where neither is given.
    pub username: Option<String>,
    /// The folder.
    pub path: String,
}

/// Which folder.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhoQuery {
    /// The folder.
    pub path: String,
}

/// What a person may do in a folder, and why: computed by the code that decides.
#[derive(Debug, Serialize, ToSchema)]
pub struct Explanation {
    /// The folder.
    pub path: String,
    /// The person.
    pub user_id: i64,
    /// Their user name.
    pub username: String,
    /// What they may do: `list`, `read`…
    pub capabilities: Vec<&'static str>,
    /// Whether the account is switched off: then nothing else counts.
    pub disabled: bool,
    /// The role that decided, where one did: `admin`.
    pub role: Option<&'static str>,
    /// Grants that reach the folder and match the person.
    pub grants: Vec<ExplainedGrant>,
    /// Grants that match the person and were stopped above the folder.
    pub stopped: Vec<StoppedGrant>,
}

/// A grant in an explanation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplainedGrant {
    /// The grant.
    pub permission_id: i64,
    /// Where it stands.
    pub path: String,
    /// What it gives.
    pub permission: PermissionLevel,
    /// What it gives, one by one.
    pub capabilities: Vec<&'static str>,
    /// Through what it reaches the person: themselves, or groups that they are in.
    pub through: Through,
}

/// Through what a grant reaches a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Through {
    /// `user`, `group`, `partner`, `all_of_groups`.
    pub kind: &'static str,
    /// The person's id, the groups' ids, or the partner's.
    pub ids: Vec<i64>,
    /// Their names.
    pub names: Vec<String>,
}

/// A grant that does not reach the folder.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoppedGrant {
    /// The grant.
    #[serde(flatten)]
    pub grant: ExplainedGrant,
    /// Why: `fence`, `not_recursive`, or `partner`.
    pub reason: &'static str,
    /// The folder whose fence stopped it.
    pub fence_path: Option<String>,
}

/// Somebody who reaches a folder.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reacher {
    /// The person.
    pub user_id: i64,
    /// Their user name.
    pub username: String,
    /// The name that people see.
    pub name: Option<String>,
    /// What they may do there.
    pub capabilities: Vec<&'static str>,
    /// The role that decided, where one did: `admin`.
    pub role: Option<&'static str>,
    /// The grants that give it.
    pub grants: Vec<ExplainedGrant>,
}

//! Roles that span the site.

use serde::{Deserialize, Serialize};

/// A person's power over the whole site. Folder, group and partner admins have none: their power is a grant or a
/// membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum SiteRole {
    /// None: what a person reaches comes from grants.
    #[default]
    Member,
    /// Sees all configuration and logs, changes nothing, and has no file content by this role.
    ReadOnlyAdmin,
    /// Everything, everywhere, through every fence.
    Admin,
}

impl SiteRole {
    /// The name in the database and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::ReadOnlyAdmin => "read_only_admin",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Member, Self::ReadOnlyAdmin, Self::Admin].into_iter().find(|role| role.name() == name)
    }
}

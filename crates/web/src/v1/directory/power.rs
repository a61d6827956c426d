//! Power that directory groups give, as the API shows it.

use keyfold_identity::{NamedPower, Power};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::DateTime;

/// A directory group that a rule of its connection names for a power.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectoryPower {
    /// The group's id.
    pub group_id: i64,
    /// Its id in SCIM: the power is bound to it, and another group of the same name has none.
    pub group_scim_id: String,
    /// What it is called.
    pub group_name: String,
    /// What it makes of its members.
    pub power: PowerName,
    /// When a site admin confirmed it; nothing: it gives nothing yet.
    pub confirmed_at: Option<DateTime>,
    /// Who confirmed it.
    pub confirmed_by: Option<String>,
}

impl DirectoryPower {
    /// A group and its power as they are shown.
    #[must_use]
    pub fn of(named: NamedPower) -> Self {
        let (at, by) = named.confirmed.map(|given| (given.confirmed_at, given.confirmed_by)).unzip();
        Self {
            group_id: named.group.id.0,
            group_scim_id: named.group.scim_id.to_string(),
            group_name: named.group.name,
            power: named.power.into(),
            confirmed_at: at.map(DateTime),
            confirmed_by: by,
        }
    }
}

/// What a directory group makes of its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PowerName {
    /// Admins of that same group.
    GroupAdmin,
    /// Read-only site admins.
    ReadOnlySiteAdmin,
    /// Site admins.
    SiteAdmin,
}

impl From<Power> for PowerName {
    fn from(power: Power) -> Self {
        match power {
            Power::GroupAdmin => Self::GroupAdmin,
            Power::ReadOnlySiteAdmin => Self::ReadOnlySiteAdmin,
            Power::SiteAdmin => Self::SiteAdmin,
        }
    }
}

impl From<PowerName> for Power {
    fn from(name: PowerName) -> Self {
        match name {
            PowerName::GroupAdmin => Self::GroupAdmin,
            PowerName::ReadOnlySiteAdmin => Self::ReadOnlySiteAdmin,
            PowerName::SiteAdmin => Self::SiteAdmin,
        }
    }
}

/// The power that a directory group is to give.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PowerChange {
    /// The group.
    pub group_id: i64,
    /// What it makes of its members.
    pub power: PowerName,
}

//! People, as the API shows them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::time::DateTime;

/// A person or a machine account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct User {
    /// Its id.
    pub id: i64,
    /// The name to sign in with: unique in the whole site without regard to case.
    pub username: String,
    /// The name that people see.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// Whether the account can't sign in: switched off here or by its directory.
    pub disabled: bool,
    /// Whether it was switched off here. It stays off then, whatever the directory says.
    pub disabled_here: bool,
    /// Whether its directory says that it is active; true for accounts of no directory.
    pub active_in_directory: bool,
    /// Everything, everywhere.
    pub site_admin: bool,
    /// Sees all configuration and logs, changes nothing.
    pub readonly_site_admin: bool,
    /// How the account signs in on the web: `sso`, `password`, or `none` for a machine.
    pub authentication_method: AuthenticationMethod,
    /// The directory that the account belongs to.
    pub sso_strategy_id: Option<i64>,
    /// Whether a directory's SCIM client manages it.
    pub externally_managed: bool,
    /// The ids of its groups, with commas between them.
    pub group_ids: String,
    /// The groups that it is an admin of.
    pub admin_group_ids: Vec<i64>,
    /// The outside organisation that it belongs to.
    pub partner_id: Option<i64>,
    /// Whether it counts as a seat: from the first sign-in on.
    pub billable: bool,
    /// When it was made.
    pub created_at: DateTime,
    /// When it signed in for the first time, over any protocol.
    pub first_login_at: Option<DateTime>,
    /// When it signed in last, over any protocol.
    pub last_login_at: Option<DateTime>,
}

/// How an account signs in on the web.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AuthenticationMethod {
    /// Through its directory.
    Sso,
    /// With a password kept here.
    Password,
    /// Not at all: a machine account, which has keys.
    None,
}

/// A new account.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewUser {
    /// The name to sign in with.
    pub username: String,
    /// The name that people see.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The password. Without one the account signs in with keys alone.
    pub password: Option<String>,
    /// The password again, where the client asks for it twice.
    pub password_confirmation: Option<String>,
    /// Everything, everywhere.
    pub site_admin: Option<bool>,
    /// Sees all configuration and logs, changes nothing.
    pub readonly_site_admin: Option<bool>,
    /// Groups to join: ids with commas between them.
    pub group_ids: Option<String>,
    /// Makes it switched off.
    pub disabled: Option<bool>,
}

/// What changes of an account. What is absent stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UserChange {
    /// The name to sign in with.
    pub username: Option<String>,
    /// The name that people see.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// A new password. It ends the account's sessions.
    pub password: Option<String>,
    /// The password again, where the client asks for it twice.
    pub password_confirmation: Option<String>,
    /// Everything, everywhere.
    pub site_admin: Option<bool>,
    /// Sees all configuration and logs, changes nothing.
    pub readonly_site_admin: Option<bool>,
    /// Switches the account off, and cuts whatever it has open, or on.
    pub disabled: Option<bool>,
}

/// Which people are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// Those whose user name, name or e-mail address holds this.
    pub search: Option<String>,
    /// Those of this group.
    pub group_id: Option<i64>,
    /// Those of this directory; `0` for those of none.
    pub sso_strategy_id: Option<i64>,
    /// Those who are switched off, or those who aren't.
    pub disabled: Option<bool>,
}

//! People, as the API shows them.

use keyfold_identity::{Error as IdentityError, Memberships, User as Account, Users};
use keyfold_model::SiteRole;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{id, time::DateTime};

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
    /// Whether it may use SFTP.
    pub sftp_permission: bool,
    /// Whether it may use FTP.
    pub ftp_permission: bool,
    /// Whether it may use WebDAV.
    pub dav_permission: bool,
    /// The company.
    pub company: Option<String>,
    /// The time zone, as IANA names it.
    pub time_zone: Option<String>,
    /// The folder that is its top on SFTP, FTP and WebDAV.
    pub user_root: Option<String>,
    /// Whether it counts as a seat: from the first sign-in on.
    pub billable: bool,
    /// When it was made.
    pub created_at: DateTime,
    /// When it signed in for the first time, over any protocol.
    pub first_login_at: Option<DateTime>,
    /// When it signed in last, over any protocol.
    pub last_login_at: Option<DateTime>,
}

impl User {
    /// An account with its groups.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(account: Account, users: &Users, memberships: &Memberships) -> Result<Self, IdentityError> {
        let settings = users.settings(account.id).await?;
        let mut groups: Vec<(i64, bool)> =
            memberships.of_user(account.id).await?.into_iter().map(|word| (word.group.0, word.admin)).collect();
        groups.sort_unstable();
        groups.dedup_by(|later, kept| {
            kept.1 |= later.0 == kept.0 && later.1;
            later.0 == kept.0
        });
        Ok(Self {
            id: account.id.0,
            disabled: !account.is_alive(),
            disabled_here: account.disabled_here,
            active_in_directory: account.active_in_directory,
            site_admin: account.role == SiteRole::Admin,
            readonly_site_admin: account.role == SiteRole::ReadOnlyAdmin,
            authentication_method: AuthenticationMethod::of(&account),
            sso_strategy_id: account.connection.map(|connection| connection.0),
            externally_managed: account.scim_resource.is_some(),
            group_ids: id::join(groups.iter().map(|(group, _)| *group)),
            admin_group_ids: groups.iter().filter(|(_, admin)| *admin).map(|(group, _)| *group).collect(),
            partner_id: account.partner.map(|partner| partner.0),
            sftp_permission: settings.sftp,
            ftp_permission: settings.ftp,
            dav_permission: settings.dav,
            company: settings.company,
            time_zone: settings.time_zone,
            user_root: settings.user_root,
            billable: account.first_signed_in_at.is_some() && account.is_alive(),
            created_at: account.created_at.into(),
            first_login_at: account.first_signed_in_at.map(DateTime),
            last_login_at: account.last_signed_in_at.map(DateTime),
            username: account.login,
            name: account.display_name,
            email: account.email,
        })
    }
}

impl AuthenticationMethod {
    const fn of(account: &Account) -> Self {
        match (account.connection, &account.password_hash) {
            (Some(_), _) => Self::Sso,
            (None, Some(_)) => Self::Password,
            (None, None) => Self::None,
        }
    }
}

/// The role that two switches say, together with the one it was; nothing where neither is said.
///
/// # Errors
/// Both at once.
pub fn role(
    before: SiteRole,
    site_admin: Option<bool>,
    readonly_site_admin: Option<bool>,
) -> Result<Option<SiteRole>, crate::Error> {
    if site_admin.is_none() && readonly_site_admin.is_none() {
        return Ok(None);
    }
    match (
        site_admin.unwrap_or(before == SiteRole::Admin),
        readonly_site_admin.unwrap_or(before == SiteRole::ReadOnlyAdmin),
    ) {
        (true, true) if site_admin == Some(true) && readonly_site_admin == Some(true) => {
            Err(crate::Error::invalid("An account is a site admin or a read-only one, not both."))
        }
        (true, _) if readonly_site_admin != Some(true) => Ok(Some(SiteRole::Admin)),
        (_, true) => Ok(Some(SiteRole::ReadOnlyAdmin)),
        _ => Ok(Some(SiteRole::Member)),
    }
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
    /// Whether it may use SFTP. What it loses is cut.
    pub sftp_permission: Option<bool>,
    /// Whether it may use FTP.
    pub ftp_permission: Option<bool>,
    /// Whether it may use WebDAV.
    pub dav_permission: Option<bool>,
    /// The company; empty for none.
    pub company: Option<String>,
    /// The time zone; empty for none.
    pub time_zone: Option<String>,
    /// The folder that is its top on SFTP, FTP and WebDAV; empty for the root.
    pub user_root: Option<String>,
    /// Switches the account off, and cuts whatever it has open, or on.
    pub disabled: Option<bool>,
}

/// Which people are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// Those whose user name, name or e-mail address holds this.
    pub search: Option<String>,
    /// Those of this directory; `0` for those of none.
    pub sso_strategy_id: Option<i64>,
    /// Those who are switched off, or those who aren't.
    pub disabled: Option<bool>,
}

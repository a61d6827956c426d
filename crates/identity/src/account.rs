//! What an account may use and what is said of it: at first by the rules of its connection, then by administrators here.

pub use keyfold_db::account_settings::AccountSettings;

use keyfold_db::{account_settings, users};
use keyfold_model::{Interface, UserId, VPath};
use serde_json::{Value, json};

use crate::{AllowedAddresses, Denial, Error, SiteAdmin, Stance, Users, act::Act, connection::Rules, target};

impl Users {
    /// What an account may use, and what is said of it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn settings(&self, id: UserId) -> Result<AccountSettings, Error> {
        Ok(account_settings::of_user(&mut *self.acts.db.read().await?, id).await?)
    }

    /// Changes what an account may use. Where it may use less than before, or another folder, its sessions end before this
    /// returns.
    ///
    /// # Errors
    /// No such user, or the folder is no path.
    pub async fn set_settings(
        &self,
        admin: &SiteAdmin,
        id: UserId,
        edit: impl FnOnce(&mut AccountSettings) + Send + 'static,
    ) -> Result<AccountSettings, Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let user = users::lock(act.tx, id).await?.filter(|user| user.deleted_at.is_none());
                    let mut user = user.ok_or(Error::NotFound("user"))?;
                    let before = account_settings::of_user(act.tx.connection(), id).await?;
                    let mut after = before.clone();
                    edit(&mut after);
                    if after == before {
                        return Ok(after);
                    }
                    check_root(after.user_root.as_deref())?;
                    Stance::from_name(&after.two_factor)?;
                    after.allowed_addresses = after.allowed_addresses.parse::<AllowedAddresses>()?.to_string();
                    account_settings::set(act.tx, id, &after).await?;
                    if loses(&before, &after) {
                        act.end_sessions(&mut user).await?;
                        users::update(act.tx, &user).await?;
                    }
                    let mut event = act.event("user_update");
                    event.target = Some(target::user(&user));
                    event.before = Some(state(&before));
                    event.after = Some(state(&after));
                    act.record(event).await?;
                    Ok(after)
                })
            })
            .await
    }
}

/// Gives a new account what the rules say.
pub(crate) async fn give_defaults(act: &mut Act<'_>, rules: &Rules, id: UserId) -> Result<(), Error> {
    let settings = AccountSettings {
        sftp: rules.provision_sftp_permission,
        ftp: rules.provision_ftp_permission,
        dav: rules.provision_dav_permission,
        company: rules.provision_company.clone(),
        time_zone: rules.provision_time_zone.clone(),
        user_root: rules.provision_user_root.clone(),
        ..AccountSettings::default()
    };
    if settings != AccountSettings::default() {
        account_settings::set(act.tx, id, &settings).await?;
    }
    Ok(())
}

/// Whether accounts may be kept from a protocol.
pub(crate) const fn is_limited(interface: Interface) -> bool {
    matches!(interface, Interface::Sftp | Interface::Ftp | Interface::Dav)
}

/// Refuses a protocol that the account may not use.
pub(crate) fn check_interface(settings: &AccountSettings, interface: Interface) -> Result<(), Denial> {
    let may = match interface {
        Interface::Sftp => settings.sftp,
        Interface::Ftp => settings.ftp,
        Interface::Dav => settings.dav,
        Interface::Web
        | Interface::RestApi
        | Interface::Desktop
        | Interface::Scim
        | Interface::Robot
        | Interface::Cli => true,
    };
    if may { Ok(()) } else { Err(Denial::NotOver(interface)) }
}

/// The folder that is the top of the account on this protocol.
pub(crate) fn top(settings: &AccountSettings, interface: Interface) -> Result<VPath, Error> {
    match (&settings.user_root, interface) {
        (Some(root), Interface::Sftp | Interface::Ftp | Interface::Dav) => check_root(Some(root)),
        _ => Ok(VPath::root()),
    }
}

/// Refuses a root that is no path.
pub(crate) fn check_root(root: Option<&str>) -> Result<VPath, Error> {
    VPath::parse(root.unwrap_or_default().as_bytes()).map_err(|error| Error::invalid("user root", error))
}

fn loses(before: &AccountSettings, after: &AccountSettings) -> bool {
    (before.sftp && !after.sftp)
        || (before.ftp && !after.ftp)
        || (before.dav && !after.dav)
        || before.user_root != after.user_root
}

fn state(settings: &AccountSettings) -> Value {
    json!({
        "sftp": settings.sftp,
        "ftp": settings.ftp,
        "dav": settings.dav,
        "company": settings.company,
        "time_zone": settings.time_zone,
        "user_root": settings.user_root,
        "two_factor": settings.two_factor,
        "allowed_addresses": settings.allowed_addresses,
    })
}

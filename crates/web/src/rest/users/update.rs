//! Changes an account.

use axum::{Json, extract::State};
use keyfold_identity::{AccountSettings, Admission, Memberships, UserEdit, Users};
use keyfold_model::{SiteRole, UserId};

use super::{
    User, UserChange,
    create::{login, password},
    user::role,
};
use crate::{Error, Result, caller::Caller, id::Id, input::Input};

/// Changes an account. Switching it off cuts whatever it has open before the answer.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "users",
    operation_id = "users_update",
    params(("id" = i64, Path)),
    request_body = UserChange,
    responses((status = 200, description = "The account as it is now", body = User)),
)]
pub async fn update(
    State(users): State<Users>,
    State(memberships): State<Memberships>,
    caller: Caller,
    Id(id): Id,
    Input(mut change): Input<UserChange>,
) -> Result<Json<User>> {
    let admin = caller.site_admin()?;
    let before = users.find(UserId(id)).await?.ok_or_else(Error::not_found)?;
    let password = password(change.password.take(), change.password_confirmation.as_deref())?;
    let settings = SettingsEdit::take(&mut change);
    let account = users.update(&admin, before.id, edit(before.role, change)?).await?;
    users.set_settings(&admin, account.id, move |now| settings.apply(now)).await?;
    if let Some(password) = password {
        users.set_password(&admin, account.id, password).await?;
    }
    Ok(Json(User::of(account, &users, &memberships).await?))
}

/// What changes of what the account may use.
struct SettingsEdit {
    sftp: Option<bool>,
    ftp: Option<bool>,
    dav: Option<bool>,
    company: Option<String>,
    time_zone: Option<String>,
    user_root: Option<String>,
}

impl SettingsEdit {
    fn take(change: &mut UserChange) -> Self {
        Self {
            sftp: change.sftp_permission,
            ftp: change.ftp_permission,
            dav: change.dav_permission,
            company: change.company.take(),
            time_zone: change.time_zone.take(),
            user_root: change.user_root.take(),
        }
    }

    fn apply(self, settings: &mut AccountSettings) {
        let text = |new: Option<String>, old: Option<String>| match new {
            Some(text) => Some(text).filter(|text| !text.is_empty()),
            None => old,
        };
        settings.sftp = self.sftp.unwrap_or(settings.sftp);
        settings.ftp = self.ftp.unwrap_or(settings.ftp);
        settings.dav = self.dav.unwrap_or(settings.dav);
        settings.company = text(self.company, settings.company.take());
        settings.time_zone = text(self.time_zone, settings.time_zone.take());
        settings.user_root = text(self.user_root, settings.user_root.take());
    }
}

fn edit(before: SiteRole, change: UserChange) -> Result<UserEdit> {
    let cleared = |text: String| Some(text).filter(|text| !text.is_empty());
    Ok(UserEdit {
        login: change.username.as_deref().map(login).transpose()?,
        display_name: change.name.map(cleared),
        email: change.email.map(cleared),
        role: role(before, change.site_admin, change.readonly_site_admin)?,
        admission: change.disabled.map(|disabled| if disabled { Admission::Disabled } else { Admission::Enabled }),
    })
}

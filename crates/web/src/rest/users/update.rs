//! Changes an account.

use axum::{Json, extract::State};
use keyfold_identity::{Admission, Memberships, UserEdit, Users};
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
    let account = users.update(&admin, before.id, edit(before.role, change)?).await?;
    if let Some(password) = password {
        users.set_password(&admin, account.id, password).await?;
    }
    Ok(Json(User::of(account, &memberships).await?))
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

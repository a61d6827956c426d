//! Makes an account.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::{Admission, GroupPower, Memberships, NewUser as NewAccount, UserEdit, Users};
use keyfold_model::{GroupId, LoginName, Secret, SiteRole};

use super::{NewUser, User, user::role};
use crate::{Error, Result, caller::Caller, id, input::Input};

/// Makes an account.
#[utoipa::path(
    post,
    path = "",
    tag = "users",
    operation_id = "users_create",
    request_body = NewUser,
    responses((status = 201, description = "The account", body = User)),
)]
pub async fn create(
    State(users): State<Users>,
    State(memberships): State<Memberships>,
    caller: Caller,
    Input(new): Input<NewUser>,
) -> Result<(StatusCode, Json<User>)> {
    let admin = caller.site_admin()?;
    let groups = id::parse_list(new.group_ids.as_deref().unwrap_or_default())?;
    let disabled = new.disabled == Some(true);
    let mut account = users.create(&admin, account(new)?).await?;
    for group in groups {
        memberships.add(&admin, account.id, GroupId(group), GroupPower::Member).await?;
    }
    if disabled {
        let edit = UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() };
        account = users.update(&admin, account.id, edit).await?;
    }
    Ok((StatusCode::CREATED, Json(User::of(account, &users, &memberships).await?)))
}

fn account(new: NewUser) -> Result<NewAccount> {
    Ok(NewAccount {
        login: login(&new.username)?,
        display_name: new.name,
        email: new.email,
        role: role(SiteRole::Member, new.site_admin, new.readonly_site_admin)?.unwrap_or_default(),
        password: password(new.password, new.password_confirmation.as_deref())?,
    })
}

/// Reads a login name.
pub(super) fn login(text: &str) -> Result<LoginName> {
    LoginName::parse(text).map_err(|error| Error::invalid(format!("username: {error}.")))
}

/// The password, if it was typed twice alike, or once.
pub(super) fn password(password: Option<String>, confirmation: Option<&str>) -> Result<Option<Secret<String>>> {
    match (&password, confirmation) {
        (Some(first), Some(second)) if first != second => Err(Error::invalid("The two passwords are not the same.")),
        _ => Ok(password.map(Secret::new)),
    }
}

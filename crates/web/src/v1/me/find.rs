//! Says who the caller is.

use axum::{Json, extract::State};
use keyfold_identity::{Memberships, Users};

use super::Me;
use crate::{Error, Result, caller::Caller, rest::users::User};

/// Says who the caller is, and what they may do.
#[utoipa::path(
    get,
    path = "",
    tag = "me",
    operation_id = "me_find",
    responses((status = 200, description = "The caller", body = Me)),
)]
pub async fn find(
    State(users): State<Users>,
    State(memberships): State<Memberships>,
    caller: Caller,
) -> Result<Json<Me>> {
    let session = caller.session();
    let account = users.find(session.user()).await?.ok_or_else(Error::not_found)?;
    Ok(Json(Me {
        user: User::of(account, &users, &memberships).await?,
        session_id: session.id().to_string(),
        csrf_token: caller.csrf_token().map(str::to_owned),
        sees_administration: caller.site_reader().is_ok(),
        administers: caller.site_admin().is_ok(),
        top: session.facts().top.as_str().to_owned(),
    }))
}

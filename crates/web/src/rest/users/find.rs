//! Shows a person.

use axum::{Json, extract::State};
use keyfold_identity::{Memberships, Users};
use keyfold_model::UserId;

use super::User;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows a person: anybody to admins, oneself to everybody.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "users",
    operation_id = "users_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The person", body = User)),
)]
pub async fn find(
    State(users): State<Users>,
    State(memberships): State<Memberships>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<User>> {
    if caller.session().user() != UserId(id) {
        caller.site_reader().map_err(|_| Error::not_found())?;
    }
    let account = users.find(UserId(id)).await?.ok_or_else(Error::not_found)?;
    Ok(Json(User::of(account, &users, &memberships).await?))
}

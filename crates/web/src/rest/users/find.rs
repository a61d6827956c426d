//! Shows a person.

use axum::Json;

use super::User;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows a person.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "users",
    operation_id = "users_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "Shows a person", body = User)),
)]
pub async fn find(caller: Caller, Id(id): Id) -> Result<Json<User>> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

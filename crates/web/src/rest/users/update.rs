//! Changes an account. Switching it off cuts whatever it has open before the answer.

use axum::Json;

use super::{User, UserChange};
use crate::{Error, Result, caller::Caller, id::Id, input::Input};

/// Changes an account. Switching it off cuts whatever it has open before the answer.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "users",
    operation_id = "users_update",
    params(("id" = i64, Path)),
    request_body = UserChange,
    responses((status = 200, description = "Changes an account", body = User)),
)]
pub async fn update(caller: Caller, Id(id): Id, Input(change): Input<UserChange>) -> Result<Json<User>> {
    let _ = (caller, id, change);
    Err(Error::not_built("this"))
}

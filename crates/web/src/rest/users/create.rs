//! Makes an account.

use axum::Json;
use http::StatusCode;

use super::{NewUser, User};
use crate::{Error, Result, caller::Caller, input::Input};

/// Makes an account.
#[utoipa::path(
    post,
    path = "",
    tag = "users",
    operation_id = "users_create",
    request_body = NewUser,
    responses((status = 201, description = "Makes an account", body = User)),
)]
pub async fn create(caller: Caller, Input(user): Input<NewUser>) -> Result<(StatusCode, Json<User>)> {
    let _ = (caller, user);
    Err(Error::not_built("this"))
}

//! Grants a level on a folder. It holds on every protocol, in open sessions too, before the answer.

use axum::Json;
use http::StatusCode;

use super::{NewPermission, Permission};
use crate::{Error, Result, caller::Caller, input::Input};

/// Grants a level on a folder. It holds on every protocol, in open sessions too, before the answer.
#[utoipa::path(
    post,
    path = "",
    tag = "permissions",
    operation_id = "permissions_create",
    request_body = NewPermission,
    responses((status = 201, description = "Grants a level on a folder", body = Permission)),
)]
pub async fn create(caller: Caller, Input(permission): Input<NewPermission>) -> Result<(StatusCode, Json<Permission>)> {
    let _ = (caller, permission);
    Err(Error::not_built("this"))
}

//! Makes a group.

use axum::Json;
use http::StatusCode;

use super::{Group, NewGroup};
use crate::{Error, Result, caller::Caller, input::Input};

/// Makes a group.
#[utoipa::path(
    post,
    path = "",
    tag = "groups",
    operation_id = "groups_create",
    request_body = NewGroup,
    responses((status = 201, description = "Makes a group", body = Group)),
)]
pub async fn create(caller: Caller, Input(group): Input<NewGroup>) -> Result<(StatusCode, Json<Group>)> {
    let _ = (caller, group);
    Err(Error::not_built("this"))
}

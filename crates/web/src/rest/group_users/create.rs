//! Puts a person into a group.

use axum::Json;
use http::StatusCode;

use super::{GroupUser, NewGroupUser};
use crate::{Error, Result, caller::Caller, input::Input};

/// Puts a person into a group.
#[utoipa::path(
    post,
    path = "",
    tag = "group_users",
    operation_id = "group_users_create",
    request_body = NewGroupUser,
    responses((status = 201, description = "Puts a person into a group", body = GroupUser)),
)]
pub async fn create(caller: Caller, Input(member): Input<NewGroupUser>) -> Result<(StatusCode, Json<GroupUser>)> {
    let _ = (caller, member);
    Err(Error::not_built("this"))
}

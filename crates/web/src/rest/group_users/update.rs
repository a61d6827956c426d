//! Makes a member an admin of the group, or not.

use axum::Json;

use super::{GroupUser, NewGroupUser};
use crate::{Error, Result, caller::Caller, input::Input};

/// Makes a member an admin of the group, or not.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "group_users",
    operation_id = "group_users_update",
    params(("id" = i64, Path)),
    request_body = NewGroupUser,
    responses((status = 200, description = "Makes a member an admin of the group, or not", body = GroupUser)),
)]
pub async fn update(caller: Caller, Input(member): Input<NewGroupUser>) -> Result<Json<GroupUser>> {
    let _ = (caller, member);
    Err(Error::not_built("this"))
}

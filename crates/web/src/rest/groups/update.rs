//! Renames a group.

use axum::Json;

use super::{Group, GroupChange};
use crate::{Error, Result, caller::Caller, id::Id, input::Input};

/// Renames a group.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "groups",
    operation_id = "groups_update",
    params(("id" = i64, Path)),
    request_body = GroupChange,
    responses((status = 200, description = "Renames a group", body = Group)),
)]
pub async fn update(caller: Caller, Id(id): Id, Input(change): Input<GroupChange>) -> Result<Json<Group>> {
    let _ = (caller, id, change);
    Err(Error::not_built("this"))
}

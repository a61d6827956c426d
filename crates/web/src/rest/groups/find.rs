//! Shows a group with its members.

use axum::Json;

use super::Group;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows a group with its members.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "groups",
    operation_id = "groups_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "Shows a group with its members", body = Group)),
)]
pub async fn find(caller: Caller, Id(id): Id) -> Result<Json<Group>> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

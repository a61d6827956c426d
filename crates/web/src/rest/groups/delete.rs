//! Deletes a group.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Groups;
use keyfold_model::GroupId;

use crate::{Result, caller::Caller, id::Id};

/// Deletes a group, and every grant that names it.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "groups",
    operation_id = "groups_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It is gone")),
)]
pub async fn delete(State(groups): State<Groups>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    groups.delete(&caller.site_admin()?, GroupId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

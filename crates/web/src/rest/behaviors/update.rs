//! Changes what a fence stops.

use axum::{Json, extract::State};
use keyfold_vfs::{Fenced, Filesystem};

use super::{Behavior, BehaviorChange, find::fenced};
use crate::{Result, caller::Caller, id::Id, input::Input};

/// Changes what a fence stops.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "behaviors",
    operation_id = "behaviors_update",
    params(("id" = i64, Path)),
    request_body = BehaviorChange,
    responses((status = 200, description = "The fence as it is now", body = Behavior)),
)]
pub async fn update(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    Id(id): Id,
    Input(change): Input<BehaviorChange>,
) -> Result<Json<Behavior>> {
    let before = fenced(&filesystem, caller.session(), id).await?;
    let fence = change.value.fenced_permissions.into();
    filesystem.set_fence(caller.session(), &before.path, Some(fence)).await?;
    Ok(Json(Fenced { fence, ..before }.into()))
}

//! Takes a fence away.

use axum::extract::State;
use http::StatusCode;
use keyfold_vfs::Filesystem;

use super::find::fenced;
use crate::{Result, caller::Caller, id::Id};

/// Takes a fence away. What was granted above reaches the folder again, before the answer.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "behaviors",
    operation_id = "behaviors_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It is gone")),
)]
pub async fn delete(State(filesystem): State<Filesystem>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    let folder = fenced(&filesystem, caller.session(), id).await?.path;
    filesystem.set_fence(caller.session(), &folder, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Takes a grant away.

use axum::extract::State;
use http::StatusCode;
use keyfold_model::GrantId;
use keyfold_vfs::Filesystem;

use crate::{Result, caller::Caller, id::Id};

/// Takes a grant away. It gives nothing any more, in open sessions too, before the answer.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "permissions",
    operation_id = "permissions_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It is gone")),
)]
pub async fn delete(State(filesystem): State<Filesystem>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    filesystem.revoke(caller.session(), GrantId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

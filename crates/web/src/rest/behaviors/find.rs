//! Shows a fence.

use axum::{Json, extract::State};
use keyfold_identity::Session;
use keyfold_model::FolderId;
use keyfold_vfs::{Fenced, Filesystem};

use super::Behavior;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows a fence of a folder that the caller administers.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "behaviors",
    operation_id = "behaviors_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The fence", body = Behavior)),
)]
pub async fn find(State(filesystem): State<Filesystem>, caller: Caller, Id(id): Id) -> Result<Json<Behavior>> {
    Ok(Json(fenced(&filesystem, caller.session(), id).await?.into()))
}

/// The fence of this id, which is its folder's.
pub(super) async fn fenced(filesystem: &Filesystem, session: &Session, id: i64) -> Result<Fenced> {
    let fences = filesystem.all_fences(session).await?;
    fences.into_iter().find(|fenced| fenced.folder == FolderId(id)).ok_or_else(Error::not_found)
}

//! Lists fences.

use axum::extract::State;
use keyfold_vfs::Filesystem;

use super::Behavior;
use crate::{Result, caller::Caller, page::Paged};

/// Lists the fences of the folders that the caller administers: all of them for site admins.
#[utoipa::path(
    get,
    path = "",
    tag = "behaviors",
    operation_id = "behaviors_list",
    responses((status = 200, description = "The fences", body = Vec<Behavior>)),
)]
pub async fn list(State(filesystem): State<Filesystem>, caller: Caller) -> Result<Paged<Behavior>> {
    let fences = filesystem.all_fences(caller.session()).await?;
    Ok(Paged::whole(fences.into_iter().map(Behavior::from).collect()))
}

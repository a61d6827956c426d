//! Lists the fences of a folder.

use axum::extract::State;
use keyfold_vfs::Filesystem;

use super::{Behavior, BehaviorQuery};
use crate::{Result, caller::Caller, page::Paged, query::Query, tree_path::TreePath};

/// Lists the fence of a folder, and on demand those above it that the caller administers.
#[utoipa::path(
    get,
    path = "/folders/{*path}",
    tag = "behaviors",
    operation_id = "behaviors_list_for_folder",
    params(("path" = String, Path), BehaviorQuery),
    responses((status = 200, description = "The fences, the highest first", body = Vec<Behavior>)),
)]
pub async fn list_for_folder(
    State(filesystem): State<Filesystem>,
    TreePath(path): TreePath,
    caller: Caller,
    Query(query): Query<BehaviorQuery>,
) -> Result<Paged<Behavior>> {
    // Refuses a folder that is not there, or not the caller's to administer.
    filesystem.fence(caller.session(), &path).await?;
    let above = query.ancestor_behaviors == Some(true);
    let mut fences = filesystem.all_fences(caller.session()).await?;
    fences.retain(|fenced| fenced.path == path || (above && path.is_within(&fenced.path)));
    fences.sort_by_key(|fenced| fenced.path.names().count());
    Ok(Paged::whole(fences.into_iter().map(Behavior::from).collect()))
}

//! Deletes a file or a folder.

use axum::extract::State;
use http::StatusCode;
use keyfold_vfs::{Filesystem, Kind};

use super::DeleteQuery;
use crate::{Result, caller::Caller, query::Query, tree_path::TreePath};

/// Deletes a file or a folder.
#[utoipa::path(
    delete,
    path = "/{*path}",
    tag = "files",
    operation_id = "files_delete",
    params(("path" = String, Path), DeleteQuery),
    responses((status = 204, description = "It is gone")),
)]
pub async fn delete(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    TreePath(path): TreePath,
    Query(query): Query<DeleteQuery>,
) -> Result<StatusCode> {
    let session = caller.session();
    match (filesystem.stat(session, &path).await?.kind, query.recursive) {
        (Kind::File, _) => filesystem.remove_file(session, &path).await?,
        (Kind::Folder, Some(true)) => filesystem.remove_tree(session, &path).await?,
        (Kind::Folder, _) => filesystem.remove_dir(session, &path).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

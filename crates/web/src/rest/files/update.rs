//! Changes what is kept about a file.

use axum::{Json, extract::State};
use keyfold_vfs::Filesystem;

use super::{
    File, FileChange,
    describe::{describe, find},
};
use crate::{Result, caller::Caller, input::Input, tree_path::TreePath};

/// Sets the time of the last change.
#[utoipa::path(
    patch,
    path = "/{*path}",
    tag = "files",
    operation_id = "files_update",
    params(("path" = String, Path)),
    request_body = FileChange,
    responses((status = 200, description = "The file as it is now", body = File)),
)]
pub async fn update(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    TreePath(path): TreePath,
    Input(change): Input<FileChange>,
) -> Result<Json<File>> {
    let Some(at) = change.provided_mtime else { return find(&filesystem, &caller, &path).await.map(Json) };
    let entry = filesystem.set_modified(caller.session(), &path, at.0).await?;
    Ok(Json(describe(&filesystem, &caller, entry, &path).await?))
}

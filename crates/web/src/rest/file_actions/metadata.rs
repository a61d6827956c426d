//! Shows a file or a folder.

use axum::{Json, extract::State};
use keyfold_vfs::Filesystem;

use crate::{
    Result,
    caller::Caller,
    rest::{files, files::File},
    tree_path::TreePath,
};

/// Shows a file or a folder, with what the caller may do there.
#[utoipa::path(
    get,
    path = "/metadata/{*path}",
    tag = "file_actions",
    operation_id = "file_actions_metadata",
    params(("path" = String, Path)),
    responses((status = 200, description = "The file or folder", body = File)),
)]
pub async fn metadata(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    TreePath(path): TreePath,
) -> Result<Json<File>> {
    files::find(&filesystem, &caller, &path).await.map(Json)
}

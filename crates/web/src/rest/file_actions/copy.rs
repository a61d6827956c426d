//! Copies a file or a folder.

use axum::{Json, extract::State};
use keyfold_vfs::Filesystem;

use super::{Destination, FileAction};
use crate::{Result, caller::Caller, input::Input, tree_path, tree_path::TreePath};

/// Copies a file, or a folder with all that the caller may read in it.
#[utoipa::path(
    post,
    path = "/copy/{*path}",
    tag = "file_actions",
    operation_id = "file_actions_copy",
    params(("path" = String, Path)),
    request_body = Destination,
    responses((status = 200, description = "It is done", body = FileAction)),
)]
pub async fn copy(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    TreePath(path): TreePath,
    Input(to): Input<Destination>,
) -> Result<Json<FileAction>> {
    filesystem.copy(caller.session(), &path, &tree_path::parse(&to.destination)?, to.replace()).await?;
    Ok(Json(FileAction::COMPLETED))
}

//! Moves or renames a file or a folder.

use axum::{Json, extract::State};
use keyfold_vfs::Filesystem;

use super::{Destination, FileAction};
use crate::{Result, caller::Caller, input::Input, tree_path, tree_path::TreePath};

/// Moves or renames a file or a folder, with its grants.
#[utoipa::path(
    post,
    path = "/move/{*path}",
    tag = "file_actions",
    operation_id = "file_actions_move",
    params(("path" = String, Path)),
    request_body = Destination,
    responses((status = 200, description = "It is done", body = FileAction)),
)]
pub async fn rename(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    TreePath(path): TreePath,
    Input(to): Input<Destination>,
) -> Result<Json<FileAction>> {
    filesystem.rename(caller.session(), &path, &tree_path::parse(&to.destination)?, to.replace()).await?;
    Ok(Json(FileAction::COMPLETED))
}

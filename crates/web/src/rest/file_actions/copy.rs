//! Copies a file or a folder.

use axum::Json;

use super::{Destination, FileAction};
use crate::{Error, Result, caller::Caller, input::Input, tree_path::TreePath};

/// Copies a file or a folder.
#[utoipa::path(
    post,
    path = "/copy/{*path}",
    tag = "file_actions",
    operation_id = "file_actions_copy",
    params(("path" = String, Path)),
    request_body = Destination,
    responses((status = 200, description = "Copies a file or a folder", body = FileAction)),
)]
pub async fn copy(caller: Caller, TreePath(path): TreePath, Input(to): Input<Destination>) -> Result<Json<FileAction>> {
    let _ = (caller, path, to);
    Err(Error::not_built("this"))
}

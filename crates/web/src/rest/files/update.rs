//! Sets the time of the last change.

use axum::Json;

use super::{File, FileChange};
use crate::{Error, Result, caller::Caller, input::Input, tree_path::TreePath};

/// Sets the time of the last change.
#[utoipa::path(
    patch,
    path = "/{*path}",
    tag = "files",
    operation_id = "files_update",
    params(("path" = String, Path)),
    request_body = FileChange,
    responses((status = 200, description = "Sets the time of the last change", body = File)),
)]
pub async fn update(caller: Caller, TreePath(path): TreePath, Input(change): Input<FileChange>) -> Result<Json<File>> {
    let _ = (caller, path, change);
    Err(Error::not_built("this"))
}

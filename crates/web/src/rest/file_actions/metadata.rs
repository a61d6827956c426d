//! Shows a file or a folder.

use axum::Json;

use crate::{Error, Result, caller::Caller, rest::files::File, tree_path::TreePath};

/// Shows a file or a folder.
#[utoipa::path(
    get,
    path = "/metadata/{*path}",
    tag = "file_actions",
    operation_id = "file_actions_metadata",
    params(("path" = String, Path)),
    responses((status = 200, description = "Shows a file or a folder", body = File)),
)]
pub async fn metadata(caller: Caller, TreePath(path): TreePath) -> Result<Json<File>> {
    let _ = (caller, path);
    Err(Error::not_built("this"))
}

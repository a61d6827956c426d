//! Moves or renames a file or a folder, with its grants.

use axum::Json;

use super::{Destination, FileAction};
use crate::{Error, Result, caller::Caller, input::Input, tree_path::TreePath};

/// Moves or renames a file or a folder, with its grants.
#[utoipa::path(
    post,
    path = "/move/{*path}",
    tag = "file_actions",
    operation_id = "file_actions_rename",
    params(("path" = String, Path)),
    request_body = Destination,
    responses((status = 200, description = "Moves or renames a file or a folder, with its grants", body = FileAction)),
)]
pub async fn rename(
    caller: Caller,
    TreePath(path): TreePath,
    Input(to): Input<Destination>,
) -> Result<Json<FileAction>> {
    let _ = (caller, path, to);
    Err(Error::not_built("this"))
}

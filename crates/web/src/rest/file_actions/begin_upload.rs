//! Begins an upload in parts, or its next part.

use axum::Json;

use super::{BeginUpload, FileUploadPart};
use crate::{Error, Result, caller::Caller, input::Input, tree_path::TreePath};

/// Begins an upload in parts, or its next part.
#[utoipa::path(
    post,
    path = "/begin_upload/{*path}",
    tag = "file_actions",
    operation_id = "file_actions_begin_upload",
    params(("path" = String, Path)),
    request_body = BeginUpload,
    responses((status = 200, description = "Begins an upload in parts, or its next part", body = Vec<FileUploadPart>)),
)]
pub async fn begin_upload(
    caller: Caller,
    TreePath(path): TreePath,
    Input(upload): Input<BeginUpload>,
) -> Result<Json<Vec<FileUploadPart>>> {
    let _ = (caller, path, upload);
    Err(Error::not_built("this"))
}

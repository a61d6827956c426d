//! Stores the body of the request as a file, whole or not at all.

use axum::{Json, body::Body};
use http::StatusCode;

use super::{File, UploadQuery};
use crate::{Error, Result, caller::Caller, query::Query, tree_path::TreePath};

/// Stores the body of the request as a file, whole or not at all.
#[utoipa::path(
    put,
    path = "/{*path}",
    tag = "files",
    operation_id = "files_upload",
    params(("path" = String, Path), UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, description = "Stores the body of the request as a file, whole or not at all", body = File)),
)]
pub async fn upload(
    caller: Caller,
    TreePath(path): TreePath,
    Query(query): Query<UploadQuery>,
    body: Body,
) -> Result<(StatusCode, Json<File>)> {
    let _ = (caller, path, query, body);
    Err(Error::not_built("this"))
}

//! Finishes an upload in parts (a JSON body), or stores the body of the request as a file (any other).

use axum::{Json, extract::Request};
use http::StatusCode;

use super::{File, FileUpload, UploadQuery};
use crate::{Error, Result, caller::Caller, query::Query, tree_path::TreePath};

/// Finishes an upload in parts (a JSON body), or stores the body of the request as a file (any other).
#[utoipa::path(
    post,
    path = "/{*path}",
    tag = "files",
    operation_id = "files_create",
    params(("path" = String, Path), UploadQuery),
    request_body = FileUpload,
    responses((status = 201, description = "Finishes an upload in parts (a JSON body), or stores the body of the request as a file (any other)", body = File)),
)]
pub async fn create(
    caller: Caller,
    TreePath(path): TreePath,
    Query(query): Query<UploadQuery>,
    request: Request,
) -> Result<(StatusCode, Json<File>)> {
    let _ = (caller, path, query, request);
    Err(Error::not_built("this"))
}

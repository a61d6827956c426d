//! Sends the content of a file.

use axum::response::Response;

use super::{DownloadQuery, File};
use crate::{Error, Result, caller::Caller, query::Query, tree_path::TreePath};

/// Sends the content of a file.
#[utoipa::path(
    get,
    path = "/{*path}",
    tag = "files",
    operation_id = "files_download",
    params(("path" = String, Path), DownloadQuery),
    responses((status = 200, description = "Sends the content of a file", body = File)),
)]
pub async fn download(
    caller: Caller,
    TreePath(path): TreePath,
    Query(query): Query<DownloadQuery>,
) -> Result<Response> {
    let _ = (caller, path, query);
    Err(Error::not_built("this"))
}

//! Deletes a file or a folder.

use http::StatusCode;

use super::DeleteQuery;
use crate::{Error, Result, caller::Caller, query::Query, tree_path::TreePath};

/// Deletes a file or a folder.
#[utoipa::path(
    delete,
    path = "/{*path}",
    tag = "files",
    operation_id = "files_delete",
    params(("path" = String, Path), DeleteQuery),
    responses((status = 204, description = "Deletes a file or a folder")),
)]
pub async fn delete(caller: Caller, TreePath(path): TreePath, Query(query): Query<DeleteQuery>) -> Result<StatusCode> {
    let _ = (caller, path, query);
    Err(Error::not_built("this"))
}

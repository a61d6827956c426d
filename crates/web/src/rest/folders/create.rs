//! Makes a folder.

use axum::Json;
use http::StatusCode;

use crate::{
    Error, Result, caller::Caller, query::Query, rest::file_actions::MakeParents, rest::files::File,
    tree_path::TreePath,
};

/// Makes a folder.
#[utoipa::path(
    post,
    path = "/{*path}",
    tag = "folders",
    operation_id = "folders_create",
    params(("path" = String, Path), MakeParents),
    responses((status = 201, description = "Makes a folder", body = File)),
)]
pub async fn create(
    caller: Caller,
    TreePath(path): TreePath,
    Query(parents): Query<MakeParents>,
) -> Result<(StatusCode, Json<File>)> {
    let _ = (caller, path, parents);
    Err(Error::not_built("this"))
}

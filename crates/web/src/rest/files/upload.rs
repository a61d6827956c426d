//! Stores a file.

use axum::{Json, body::Body, extract::State};
use http::{HeaderMap, StatusCode};
use keyfold_model::VPath;
use keyfold_vfs::Filesystem;

use super::{File, UploadQuery, describe::describe};
use crate::{
    Result,
    caller::Caller,
    content::{make_parents, store},
    query::Query,
    tree_path::TreePath,
};

/// Stores the body of the request as a file, whole or not at all.
#[utoipa::path(
    put,
    path = "/{*path}",
    tag = "files",
    operation_id = "files_upload",
    params(("path" = String, Path), UploadQuery),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 201, description = "The file", body = File)),
)]
pub async fn upload(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    TreePath(path): TreePath,
    Query(query): Query<UploadQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<File>)> {
    receive(&filesystem, &caller, &path, query, &headers, body).await
}

/// Stores a body.
pub(super) async fn receive(
    filesystem: &Filesystem,
    caller: &Caller,
    path: &VPath,
    query: UploadQuery,
    headers: &HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<File>)> {
    let session = caller.session();
    if query.mkdir_parents == Some(true) {
        make_parents(filesystem, session, path).await?;
    }
    let modified = query.provided_mtime.map(|at| at.0);
    let entry = store(filesystem, session, path, headers, modified, body).await?;
    Ok((StatusCode::CREATED, Json(describe(filesystem, caller, entry, path).await?)))
}

//! Finishes an upload in parts, or stores a file.

use axum::{
    Json,
    body::Body,
    extract::{FromRequest as _, Request, State},
};
use http::{HeaderMap, StatusCode, header};
use keyfold_model::VPath;
use keyfold_vfs::Filesystem;

use super::{File, FileUpload, UploadQuery, describe::describe, upload::receive};
use crate::{
    Error, Result, caller::Caller, error::Kind, input::Input, query::Query, rest::file_actions::Uploads,
    tree_path::TreePath,
};

/// Finishes an upload in parts (a JSON body), or stores the body of the request as a file (any other body).
#[utoipa::path(
    post,
    path = "/{*path}",
    tag = "files",
    operation_id = "files_create",
    params(("path" = String, Path), UploadQuery),
    request_body(content((FileUpload = "application/json"), (String = "application/octet-stream"))),
    responses((status = 201, description = "The file", body = File)),
)]
pub async fn create(
    State(filesystem): State<Filesystem>,
    State(uploads): State<Uploads>,
    caller: Caller,
    TreePath(path): TreePath,
    Query(query): Query<UploadQuery>,
    headers: HeaderMap,
    request: Request,
) -> Result<(StatusCode, Json<File>)> {
    if !is_json(&headers) {
        return receive(&filesystem, &caller, &path, query, &headers, request.into_body()).await;
    }
    let Input(upload) = Input::<FileUpload>::from_request(request, &()).await?;
    match (upload.action.as_deref(), &upload.reference) {
        (Some("end") | None, Some(reference)) => {
            let reference = reference.clone();
            finish(&filesystem, &uploads, &caller, &path, &reference, upload).await
        }
        (Some("put") | None, None) if upload.size.unwrap_or(0) == 0 && upload.action.is_some() => {
            let empty = UploadQuery { mkdir_parents: upload.mkdir_parents, provided_mtime: upload.provided_mtime };
            receive(&filesystem, &caller, &path, empty, &HeaderMap::new(), Body::empty()).await
        }
        _ => Err(Error::new(
            Kind::RequestParamsRequired,
            "A JSON body finishes an upload: give action 'end' and its ref. To store a JSON file, send it with PUT.",
        )),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|text| text.starts_with("application/json"))
}

async fn finish(
    filesystem: &Filesystem,
    uploads: &Uploads,
    caller: &Caller,
    path: &VPath,
    reference: &str,
    upload: FileUpload,
) -> Result<(StatusCode, Json<File>)> {
    let modified = upload.provided_mtime.map(|at| at.0);
    let entry = uploads.finish(caller.session(), reference, path, upload.size, modified).await?;
    Ok((StatusCode::CREATED, Json(describe(filesystem, caller, entry, path).await?)))
}

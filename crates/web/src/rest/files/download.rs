//! Sends the content of a file.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, Method, header};
use keyfold_model::VPath;
use keyfold_vfs::{Filesystem, Kind, Refusal};

use super::{DownloadQuery, File, describe};
use crate::{
    Result,
    caller::Caller,
    content::{self, Tickets},
    query::Query,
    tree_path::TreePath,
};

/// Sends the content of a file, or the range of it that is asked for. Clients of Files.com, which want JSON, get the file's
/// description instead, with a `download_uri` that gives the content.
#[utoipa::path(
    get,
    path = "/{*path}",
    tag = "files",
    operation_id = "files_download",
    params(("path" = String, Path), DownloadQuery),
    responses(
        (
            status = 200,
            description = "The content; or the description, where the client wants JSON",
            content((String = "application/octet-stream"), (File = "application/json"))
        ),
        (status = 206, description = "A range of the content", body = String, content_type = "application/octet-stream"),
        (status = 304, description = "The client has it already"),
    ),
)]
pub async fn download(
    State(filesystem): State<Filesystem>,
    State(tickets): State<Tickets>,
    caller: Caller,
    TreePath(path): TreePath,
    Query(query): Query<DownloadQuery>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response> {
    match query.action.as_deref() {
        Some("stat") => Ok(Json(describe::find(&filesystem, &caller, &path).await?).into_response()),
        Some("redirect") => {
            let file = with_address(&filesystem, &tickets, &caller, &path).await?;
            Ok(Redirect::to(file.download_uri.as_deref().unwrap_or_default()).into_response())
        }
        _ if wants_description(&headers) => {
            Ok(Json(with_address(&filesystem, &tickets, &caller, &path).await?).into_response())
        }
        _ => content::send(&filesystem, caller.session(), &path, &method, &headers).await,
    }
}

/// Files.com's clients say that they take or send JSON, or say nothing at all of what they take; who asks for a range wants
/// content in any case.
fn wants_description(headers: &HeaderMap) -> bool {
    let names_json = |name| headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(is_json);
    !headers.contains_key(header::RANGE)
        && (names_json(header::ACCEPT) || names_json(header::CONTENT_TYPE) || !headers.contains_key(header::ACCEPT))
}

fn is_json(text: &str) -> bool {
    text.contains("application/json")
}

async fn with_address(filesystem: &Filesystem, tickets: &Tickets, caller: &Caller, path: &VPath) -> Result<File> {
    let session = caller.session();
    let entry = filesystem.stat(session, path).await?;
    if entry.kind == Kind::Folder {
        return Err(Refusal::IsAFolder.into());
    }
    let mut file = describe::describe(filesystem, caller, entry, path).await?;
    file.download_uri = Some(tickets.issue(session, path));
    Ok(file)
}

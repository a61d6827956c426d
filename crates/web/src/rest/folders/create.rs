//! Makes a folder.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_vfs::Filesystem;

use crate::{
    Result,
    caller::Caller,
    content::make_parents,
    query::Query,
    rest::{
        file_actions::MakeParents,
        files::{File, describe},
    },
    tree_path::TreePath,
};

/// Makes a folder.
#[utoipa::path(
    post,
    path = "/{*path}",
    tag = "folders",
    operation_id = "folders_create",
    params(("path" = String, Path), MakeParents),
    responses((status = 201, description = "The folder", body = File)),
)]
pub async fn create(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    TreePath(path): TreePath,
    Query(parents): Query<MakeParents>,
) -> Result<(StatusCode, Json<File>)> {
    let session = caller.session();
    if parents.mkdir_parents == Some(true) {
        make_parents(&filesystem, session, &path).await?;
    }
    let entry = filesystem.make_dir(session, &path).await?;
    Ok((StatusCode::CREATED, Json(describe(&filesystem, &caller, entry, &path).await?)))
}

//! Shows what a connection would make.

use axum::{Json, extract::State};
use keyfold_identity::Previews;
use keyfold_model::ConnectionId;

use super::DirectoryPreview;
use crate::{Result, caller::Caller, id::Id};

/// Shows what the connection would make if it were started now.
#[utoipa::path(
    get,
    path = "/{id}/preview",
    tag = "directory",
    operation_id = "directory_preview",
    params(("id" = i64, Path, description = "The connection")),
    responses((status = 200, description = "What it would make, and which names clash", body = DirectoryPreview)),
)]
pub async fn show_preview(
    State(previews): State<Previews>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<DirectoryPreview>> {
    caller.site_reader()?;
    Ok(Json(previews.report(ConnectionId(id)).await?.into()))
}

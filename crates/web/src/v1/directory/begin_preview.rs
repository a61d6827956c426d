//! Begins a preview.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Previews;
use keyfold_model::ConnectionId;

use crate::{Result, caller::Caller, id::Id};

/// Begins a preview: from now on the directory's requests are answered as if they were done, and nobody is made here. For a
/// connection by which SCIM has made nobody yet.
#[utoipa::path(
    post,
    path = "/{id}/preview",
    tag = "directory",
    operation_id = "directory_begin_preview",
    params(("id" = i64, Path, description = "The connection")),
    responses((status = 204, description = "It is in preview")),
)]
pub async fn begin_preview(State(previews): State<Previews>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    previews.begin(&caller.site_admin()?, ConnectionId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

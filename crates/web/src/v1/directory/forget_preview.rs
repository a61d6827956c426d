//! Forgets what was pushed into a preview.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Previews;
use keyfold_model::ConnectionId;

use crate::{Result, caller::Caller, id::Id};

/// Forgets what the directory has pushed. The preview goes on with nobody in it; the directory has to push again.
#[utoipa::path(
    delete,
    path = "/{id}/preview",
    tag = "directory",
    operation_id = "directory_forget_preview",
    params(("id" = i64, Path, description = "The connection")),
    responses((status = 204, description = "It is forgotten")),
)]
pub async fn forget_preview(State(previews): State<Previews>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    previews.forget(&caller.site_admin()?, ConnectionId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Starts a connection that is in preview.

use axum::{Json, extract::State};
use keyfold_identity::{Clashing, Previews};
use keyfold_model::ConnectionId;

use super::{StartPreview, StartedPreview};
use crate::{Result, caller::Caller, id::Id, input::Input};

/// Makes here what the directory has pushed, all at once, and does from now on what it pushes. It need not push again.
#[utoipa::path(
    post,
    path = "/{id}/preview/start",
    tag = "directory",
    operation_id = "directory_start_preview",
    params(("id" = i64, Path, description = "The connection")),
    request_body = StartPreview,
    responses((status = 200, description = "What was made", body = StartedPreview)),
)]
pub async fn start_preview(
    State(previews): State<Previews>,
    caller: Caller,
    Id(id): Id,
    Input(start): Input<StartPreview>,
) -> Result<Json<StartedPreview>> {
    let clashing = if start.leave_out_clashes == Some(true) { Clashing::LeaveOut } else { Clashing::Refuse };
    Ok(Json(previews.start(&caller.site_admin()?, ConnectionId(id), clashing).await?.into()))
}

//! Takes a directory connection away.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::{Connections, Previews};
use keyfold_model::ConnectionId;

use crate::{Result, caller::Caller, id::Id};

/// Takes a directory connection away that nobody belongs to, with its tokens.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "sso_strategies",
    operation_id = "sso_strategies_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It is gone")),
)]
pub async fn delete(
    State(connections): State<Connections>,
    State(previews): State<Previews>,
    caller: Caller,
    Id(id): Id,
) -> Result<StatusCode> {
    connections.delete(&caller.site_admin()?, ConnectionId(id)).await?;
    previews.forget_deleted(ConnectionId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

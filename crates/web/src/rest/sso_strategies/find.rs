//! Shows a directory connection.

use axum::{Json, extract::State};
use keyfold_identity::{Connections, SamlMetadataLog, Users};
use keyfold_model::ConnectionId;

use super::{SsoStrategy, count::count};
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows a directory connection.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "sso_strategies",
    operation_id = "sso_strategies_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The connection", body = SsoStrategy)),
)]
pub async fn find(
    State(connections): State<Connections>,
    State(users): State<Users>,
    State(metadata): State<SamlMetadataLog>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<SsoStrategy>> {
    caller.site_reader()?;
    let connection = connections.find(ConnectionId(id)).await?.ok_or_else(Error::not_found)?;
    let people = count(&users, connection.id).await?;
    let refresh = metadata.find(connection.id).await?;
    Ok(Json(SsoStrategy::of(connection, people, refresh)))
}

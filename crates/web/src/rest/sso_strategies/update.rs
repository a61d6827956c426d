//! Changes a directory connection.

use axum::{Json, extract::State};
use keyfold_identity::{Connections, SamlMetadataLog, Users};
use keyfold_model::ConnectionId;

use super::{SsoStrategy, SsoStrategyChange, count::count, settings::Edit};
use crate::{Result, caller::Caller, id::Id, input::Input};

/// Changes a directory connection. What is absent stays as it is.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "sso_strategies",
    operation_id = "sso_strategies_update",
    params(("id" = i64, Path)),
    request_body = SsoStrategyChange,
    responses((status = 200, description = "The connection as it is now", body = SsoStrategy)),
)]
pub async fn update(
    State(connections): State<Connections>,
    State(users): State<Users>,
    State(metadata): State<SamlMetadataLog>,
    caller: Caller,
    Id(id): Id,
    Input(change): Input<SsoStrategyChange>,
) -> Result<Json<SsoStrategy>> {
    let admin = caller.site_admin()?;
    let edit = Edit::read(change)?;
    let connection = connections.update(&admin, ConnectionId(id), |settings| edit.apply(settings)).await?;
    let people = count(&users, connection.id).await?;
    let refresh = metadata.find(connection.id).await?;
    Ok(Json(SsoStrategy::of(connection, people, refresh)))
}

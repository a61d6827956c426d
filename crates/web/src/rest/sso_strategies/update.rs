//! Changes a directory connection.

use std::sync::Arc;

use axum::{Json, extract::State};
use keyfold_identity::{Connections, Users};
use keyfold_model::{Clock, ConnectionId};

use super::{SsoStrategy, SsoStrategyChange, count::count, metadata::Named, settings::Edit};
use crate::{Result, caller::Caller, id::Id, input::Input, saml::MetadataRefresh};

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
    State(refresh): State<MetadataRefresh>,
    State(clock): State<Arc<dyn Clock>>,
    caller: Caller,
    Id(id): Id,
    Input(mut change): Input<SsoStrategyChange>,
) -> Result<Json<SsoStrategy>> {
    let admin = caller.site_admin()?;
    let Named { provider, fetched } = Named::read(&mut change, &refresh, clock.now()).await?;
    let edit = Edit::read(change, provider)?;
    let connection = connections.update(&admin, ConnectionId(id), |settings| edit.apply(settings)).await?;
    let people = count(&users, connection.id).await?;
    Named::note(fetched, &connection, &refresh, clock.now()).await?;
    let metadata = refresh.log.find(connection.id).await?;
    Ok(Json(SsoStrategy::of(connection, people, metadata)))
}

//! Connects a directory.

use std::sync::Arc;

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::{ConnectionSettings, Connections};
use keyfold_model::Clock;

use super::{SsoStrategy, SsoStrategyChange, metadata::Named, settings::Edit};
use crate::{Result, caller::Caller, input::Input, saml::MetadataRefresh};

/// Connects a directory. It is switched on and stands on the sign-in page, unless the request says otherwise.
#[utoipa::path(
    post,
    path = "",
    tag = "sso_strategies",
    operation_id = "sso_strategies_create",
    request_body = SsoStrategyChange,
    responses((status = 201, description = "The connection", body = SsoStrategy)),
)]
pub async fn create(
    State(connections): State<Connections>,
    State(refresh): State<MetadataRefresh>,
    State(clock): State<Arc<dyn Clock>>,
    caller: Caller,
    Input(mut change): Input<SsoStrategyChange>,
) -> Result<(StatusCode, Json<SsoStrategy>)> {
    let admin = caller.site_admin()?;
    let mut settings =
        ConnectionSettings { enabled: true, display_on_login_page: true, scim_enabled: true, ..Default::default() };
    let Named { provider, fetched } = Named::read(&mut change, &refresh, clock.now()).await?;
    Edit::read(change, provider)?.apply(&mut settings);
    let connection = connections.create(&admin, settings).await?;
    Named::note(fetched, &connection, &refresh, clock.now()).await?;
    let metadata = refresh.log.find(connection.id).await?;
    Ok((StatusCode::CREATED, Json(SsoStrategy::of(connection, 0, metadata))))
}

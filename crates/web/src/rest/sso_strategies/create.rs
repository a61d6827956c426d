//! Connects a directory.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::{ConnectionSettings, Connections};

use super::{SsoStrategy, SsoStrategyChange, settings::Edit};
use crate::{Result, caller::Caller, input::Input};

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
    caller: Caller,
    Input(change): Input<SsoStrategyChange>,
) -> Result<(StatusCode, Json<SsoStrategy>)> {
    let admin = caller.site_admin()?;
    let mut settings =
        ConnectionSettings { enabled: true, display_on_login_page: true, scim_enabled: true, ..Default::default() };
    Edit::read(change)?.apply(&mut settings);
    let connection = connections.create(&admin, settings).await?;
    Ok((StatusCode::CREATED, Json(SsoStrategy::of(connection, 0, None))))
}

//! Connects a directory.

use axum::Json;
use http::StatusCode;

use super::{SsoStrategy, SsoStrategyChange};
use crate::{Error, Result, caller::Caller, input::Input};

/// Connects a directory.
#[utoipa::path(
    post,
    path = "",
    tag = "sso_strategies",
    operation_id = "sso_strategies_create",
    request_body = SsoStrategyChange,
    responses((status = 201, description = "Connects a directory", body = SsoStrategy)),
)]
pub async fn create(caller: Caller, Input(connection): Input<SsoStrategyChange>) -> Result<(StatusCode, Json<SsoStrategy>)> {
    let _ = (caller, connection);
    Err(Error::not_built("this"))
}

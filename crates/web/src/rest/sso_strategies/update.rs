//! Changes a directory connection.

use axum::Json;

use super::{SsoStrategy, SsoStrategyChange};
use crate::{Error, Result, caller::Caller, id::Id, input::Input};

/// Changes a directory connection.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "sso_strategies",
    operation_id = "sso_strategies_update",
    params(("id" = i64, Path)),
    request_body = SsoStrategyChange,
    responses((status = 200, description = "Changes a directory connection", body = SsoStrategy)),
)]
pub async fn update(caller: Caller, Id(id): Id, Input(change): Input<SsoStrategyChange>) -> Result<Json<SsoStrategy>> {
    let _ = (caller, id, change);
    Err(Error::not_built("this"))
}

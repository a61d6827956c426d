//! Shows a directory connection.

use axum::Json;

use super::SsoStrategy;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows a directory connection.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "sso_strategies",
    operation_id = "sso_strategies_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "Shows a directory connection", body = SsoStrategy)),
)]
pub async fn find(caller: Caller, Id(id): Id) -> Result<Json<SsoStrategy>> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

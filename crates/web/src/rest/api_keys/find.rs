//! Shows a key.

use axum::Json;

use super::ApiKey;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows a key.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "api_keys",
    operation_id = "api_keys_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "Shows a key", body = ApiKey)),
)]
pub async fn find(caller: Caller, Id(id): Id) -> Result<Json<ApiKey>> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

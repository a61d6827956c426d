//! Makes a key. It is shown this once.

use axum::Json;
use http::StatusCode;

use super::{ApiKey, NewApiKey};
use crate::{Error, Result, caller::Caller, input::Input};

/// Makes a key. It is shown this once.
#[utoipa::path(
    post,
    path = "",
    tag = "api_keys",
    operation_id = "api_keys_create",
    request_body = NewApiKey,
    responses((status = 201, description = "Makes a key", body = ApiKey)),
)]
pub async fn create(caller: Caller, Input(key): Input<NewApiKey>) -> Result<(StatusCode, Json<ApiKey>)> {
    let _ = (caller, key);
    Err(Error::not_built("this"))
}

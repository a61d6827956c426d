//! Makes a token. It is shown this once.

use axum::Json;
use http::StatusCode;

use super::{NewScimToken, ScimToken};
use crate::{Error, Result, caller::Caller, input::Input};

/// Makes a token. It is shown this once.
#[utoipa::path(
    post,
    path = "",
    tag = "scim_tokens",
    operation_id = "scim_tokens_create",
    request_body = NewScimToken,
    responses((status = 201, description = "Makes a token", body = ScimToken)),
)]
pub async fn create(caller: Caller, Input(token): Input<NewScimToken>) -> Result<(StatusCode, Json<ScimToken>)> {
    let _ = (caller, token);
    Err(Error::not_built("this"))
}

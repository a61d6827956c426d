//! Makes a new token beside the old one, so that there is no gap.

use axum::Json;
use http::StatusCode;

use super::{ScimToken, ScimTokenRotation};
use crate::{Error, Result, caller::Caller, id::Id, input::Input};

/// Makes a new token beside the old one, so that there is no gap.
#[utoipa::path(
    post,
    path = "/{id}/rotate",
    tag = "scim_tokens",
    operation_id = "scim_tokens_rotate",
    params(("id" = i64, Path)),
    request_body = ScimTokenRotation,
    responses((status = 201, description = "Makes a new token beside the old one, so that there is no gap", body = ScimToken)),
)]
pub async fn rotate(
    caller: Caller,
    Id(id): Id,
    Input(rotation): Input<ScimTokenRotation>,
) -> Result<(StatusCode, Json<ScimToken>)> {
    let _ = (caller, id, rotation);
    Err(Error::not_built("this"))
}

//! Adds a key.

use axum::Json;
use http::StatusCode;

use super::{NewPublicKey, PublicKey};
use crate::{Error, Result, caller::Caller, input::Input};

/// Adds a key.
#[utoipa::path(
    post,
    path = "",
    tag = "public_keys",
    operation_id = "public_keys_create",
    request_body = NewPublicKey,
    responses((status = 201, description = "Adds a key", body = PublicKey)),
)]
pub async fn create(caller: Caller, Input(key): Input<NewPublicKey>) -> Result<(StatusCode, Json<PublicKey>)> {
    let _ = (caller, key);
    Err(Error::not_built("this"))
}

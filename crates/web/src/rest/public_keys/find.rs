//! Shows a key.

use axum::Json;

use super::PublicKey;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows a key.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "public_keys",
    operation_id = "public_keys_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "Shows a key", body = PublicKey)),
)]
pub async fn find(caller: Caller, Id(id): Id) -> Result<Json<PublicKey>> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

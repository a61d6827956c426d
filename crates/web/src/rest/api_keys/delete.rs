//! Revokes a key, and cuts the sessions that it opened.

use http::StatusCode;

use crate::{Error, Result, caller::Caller, id::Id};

/// Revokes a key, and cuts the sessions that it opened.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "api_keys",
    operation_id = "api_keys_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "Revokes a key, and cuts the sessions that it opened")),
)]
pub async fn delete(caller: Caller, Id(id): Id) -> Result<StatusCode> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

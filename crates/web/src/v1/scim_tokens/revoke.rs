//! Revokes a token now.

use http::StatusCode;

use crate::{Error, Result, caller::Caller, id::Id};

/// Revokes a token now.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "scim_tokens",
    operation_id = "scim_tokens_revoke",
    params(("id" = i64, Path)),
    responses((status = 204, description = "Revokes a token now")),
)]
pub async fn revoke(caller: Caller, Id(id): Id) -> Result<StatusCode> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

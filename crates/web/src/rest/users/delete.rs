//! Deletes an account.

use http::StatusCode;

use crate::{Error, Result, caller::Caller, id::Id};

/// Deletes an account.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "users",
    operation_id = "users_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "Deletes an account")),
)]
pub async fn delete(caller: Caller, Id(id): Id) -> Result<StatusCode> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

//! Takes a directory connection away.

use http::StatusCode;

use crate::{Error, Result, caller::Caller, id::Id};

/// Takes a directory connection away.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "sso_strategies",
    operation_id = "sso_strategies_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "Takes a directory connection away")),
)]
pub async fn delete(caller: Caller, Id(id): Id) -> Result<StatusCode> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

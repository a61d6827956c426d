//! Takes a grant away. What it held open is cut before the answer.

use http::StatusCode;

use crate::{Error, Result, caller::Caller, id::Id};

/// Takes a grant away. What it held open is cut before the answer.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "permissions",
    operation_id = "permissions_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "Takes a grant away")),
)]
pub async fn delete(caller: Caller, Id(id): Id) -> Result<StatusCode> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

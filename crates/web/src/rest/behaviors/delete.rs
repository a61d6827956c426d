//! Takes a fence away.

use http::StatusCode;

use crate::{Error, Result, caller::Caller, id::Id};

/// Takes a fence away.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "behaviors",
    operation_id = "behaviors_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "Takes a fence away")),
)]
pub async fn delete(caller: Caller, Id(id): Id) -> Result<StatusCode> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

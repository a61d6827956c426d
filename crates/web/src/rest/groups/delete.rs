//! Deletes a group, and every grant that names it.

use http::StatusCode;

use crate::{Error, Result, caller::Caller, id::Id};

/// Deletes a group, and every grant that names it.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "groups",
    operation_id = "groups_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "Deletes a group, and every grant that names it")),
)]
pub async fn delete(caller: Caller, Id(id): Id) -> Result<StatusCode> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

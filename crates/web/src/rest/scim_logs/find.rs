//! Shows one request of a directory.

use axum::Json;

use super::ScimLog;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows one request of a directory.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "scim_logs",
    operation_id = "scim_logs_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "Shows one request of a directory", body = ScimLog)),
)]
pub async fn find(caller: Caller, Id(id): Id) -> Result<Json<ScimLog>> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

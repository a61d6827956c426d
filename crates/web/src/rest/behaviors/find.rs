//! Shows a fence.

use axum::Json;

use super::Behavior;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows a fence.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "behaviors",
    operation_id = "behaviors_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "Shows a fence", body = Behavior)),
)]
pub async fn find(caller: Caller, Id(id): Id) -> Result<Json<Behavior>> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

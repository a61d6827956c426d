//! Changes what a fence stops.

use axum::Json;

use super::{Behavior, BehaviorChange};
use crate::{Error, Result, caller::Caller, id::Id, input::Input};

/// Changes what a fence stops.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "behaviors",
    operation_id = "behaviors_update",
    params(("id" = i64, Path)),
    request_body = BehaviorChange,
    responses((status = 200, description = "Changes what a fence stops", body = Behavior)),
)]
pub async fn update(caller: Caller, Id(id): Id, Input(change): Input<BehaviorChange>) -> Result<Json<Behavior>> {
    let _ = (caller, id, change);
    Err(Error::not_built("this"))
}

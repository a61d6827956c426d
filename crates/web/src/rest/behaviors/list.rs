//! Lists the fences that the caller administers.

use super::Behavior;
use crate::{
    Error, Result,
    caller::Caller,
    page::{Page, Paged},
};

/// Lists the fences that the caller administers.
#[utoipa::path(
    get,
    path = "",
    tag = "behaviors",
    operation_id = "behaviors_list",
    params(Page),
    responses((status = 200, description = "Lists the fences that the caller administers", body = Vec<Behavior>)),
)]
pub async fn list(caller: Caller) -> Result<Paged<Behavior>> {
    let _ = (caller);
    Err(Error::not_built("this"))
}

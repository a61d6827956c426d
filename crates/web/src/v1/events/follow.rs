//! Tells an open page what changes for it, as Server-Sent Events.

use axum::response::Response;

use super::PageEvent;
use crate::{Error, Result, caller::Caller};

/// Tells an open page what changes for it, as Server-Sent Events.
#[utoipa::path(
    get,
    path = "",
    tag = "events",
    operation_id = "events_follow",
    responses((status = 200, description = "Tells an open page what changes for it, as Server-Sent Events", body = PageEvent)),
)]
pub async fn follow(caller: Caller) -> Result<Response> {
    let _ = (caller);
    Err(Error::not_built("this"))
}

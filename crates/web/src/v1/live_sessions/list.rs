//! Lists the sessions that are open now: everybody's for admins, the caller's own for others.

use axum::Json;

use super::LiveSession;
use crate::{Error, Result, caller::Caller};

/// Lists the sessions that are open now: everybody's for admins, the caller's own for others.
#[utoipa::path(
    get,
    path = "",
    tag = "live_sessions",
    operation_id = "live_sessions_list",
    responses((status = 200, description = "Lists the sessions that are open now: everybody's for admins, the caller's own for others", body = Vec<LiveSession>)),
)]
pub async fn list(caller: Caller) -> Result<Json<Vec<LiveSession>>> {
    let _ = (caller);
    Err(Error::not_built("this"))
}

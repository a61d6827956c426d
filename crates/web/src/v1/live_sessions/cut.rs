//! Ends a session at once, with what it has in flight.

use axum::extract::Path;
use http::StatusCode;

use crate::{Error, Result, caller::Caller};

/// Ends a session at once, with what it has in flight.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "live_sessions",
    operation_id = "live_sessions_cut",
    params(("id" = String, Path)),
    responses((status = 204, description = "Ends a session at once, with what it has in flight")),
)]
pub async fn cut(caller: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    let _ = (caller, id);
    Err(Error::not_built("this"))
}

//! Counts seats.

use axum::Json;

use super::Seats;
use crate::{Error, Result, caller::Caller};

/// Counts seats.
#[utoipa::path(
    get,
    path = "",
    tag = "seats",
    operation_id = "seats_count",
    responses((status = 200, description = "Counts seats", body = Seats)),
)]
pub async fn count(caller: Caller) -> Result<Json<Seats>> {
    let _ = (caller);
    Err(Error::not_built("this"))
}

//! Limits seats.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Seats;

use super::SeatCap;
use crate::{Result, caller::Caller, input::Input};

/// Sets how many seats there may be. From then on it refuses first sign-ins beyond it, and nobody who has a seat.
#[utoipa::path(
    put,
    path = "/cap",
    tag = "seats",
    operation_id = "seats_cap",
    request_body = SeatCap,
    responses((status = 204, description = "It is in force")),
)]
pub async fn cap(State(seats): State<Seats>, caller: Caller, Input(cap): Input<SeatCap>) -> Result<StatusCode> {
    seats.set_cap(&caller.site_admin()?, cap.cap).await?;
    Ok(StatusCode::NO_CONTENT)
}

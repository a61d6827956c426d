//! Seats.

mod cap;
mod count;
mod export;
mod history;
mod people;
mod tally;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use tally::{SeatCap, SeatHistoryQuery, SeatOfPerson, Seats, SeatsOfDay};

use crate::State;

/// The routes below `/api/v1/seats`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(count::count))
        .routes(routes!(cap::cap))
        .routes(routes!(history::history))
        .routes(routes!(people::people))
        .routes(routes!(export::export))
}

//! Seats.

mod count;
mod tally;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use tally::Seats;

use crate::State;

/// The routes below `/api/v1/seats`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(count::count))
}

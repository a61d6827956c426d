//! Seats.

mod count;
mod seats;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use seats::Seats;

use crate::State;

/// The routes below `/api/v1/seats`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(count::count))
}

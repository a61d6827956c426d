//! What an open page is told.

mod event;
mod follow;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use event::PageEvent;

use crate::State;

/// The routes below `/api/v1/events`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(follow::follow))
}

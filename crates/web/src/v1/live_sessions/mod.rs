//! Sessions that are open now.

mod cut;
mod list;
mod live_session;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use live_session::LiveSession;

use crate::State;

/// The routes below `/api/v1/sessions/live`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list)).routes(routes!(cut::cut))
}

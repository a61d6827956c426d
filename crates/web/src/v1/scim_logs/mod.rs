//! The SCIM log as a whole.

mod export;
mod retention;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use retention::ScimLogRetention;

use crate::State;

/// The routes below `/api/v1/scim_logs`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(export::export)).routes(routes!(retention::show, retention::set))
}

//! The SCIM log as a whole.

mod export;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::State;

/// The routes below `/api/v1/scim_logs`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(export::export))
}

//! The audit log as a whole.

mod export;
mod format;
mod verification;
mod verify;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use format::{ExportFormat, ExportQuery};
pub use verification::Verification;

use crate::State;

/// The routes below `/api/v1/audit`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(verify::verify)).routes(routes!(export::export))
}

//! Signing out here and at the directory.

mod create;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::State;

/// The routes below `/api/v1/sign_out`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(create::create))
}

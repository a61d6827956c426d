//! The first run.

mod create;
mod find;
mod first_admin;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use first_admin::{FirstAdmin, SetupState};

use crate::State;

/// The routes below `/api/v1/setup` that anybody may call.
pub fn public_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(find::find, create::create))
}

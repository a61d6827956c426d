//! The caller.

mod find;
mod profile;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use profile::Me;

use crate::State;

/// The routes below `/api/v1/me`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(find::find))
}

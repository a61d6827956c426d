//! Setting up a directory.

mod find;
mod setup_values;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use setup_values::SetupValues;

use crate::State;

/// The routes below `/api/v1/directory`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(find::find))
}

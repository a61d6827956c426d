//! How people may sign in over SSH.

mod document;
mod find;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use document::SshSettings;

use crate::State;

/// The routes below `/api/v1/ssh_settings`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(find::find, update::update))
}

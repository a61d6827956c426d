//! Folders.

mod create;
mod list;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::State;

/// The routes below `/api/rest/v1/folders`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list, create::create))
}

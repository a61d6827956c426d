//! The site.

mod description;
mod find;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use description::Site;

use crate::State;

/// The routes below `/api/rest/v1/site`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(find::find))
}

//! Sessions of REST clients and of the web application.

mod create;
mod delete;
mod web_session;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use create::{answer, signed_in};
pub use web_session::{NewSession, Session};

use crate::State;

/// The routes below `/api/rest/v1/sessions`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(delete::delete))
}

/// The routes below `/api/rest/v1/sessions` that anybody may call.
pub fn public_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(create::create))
}

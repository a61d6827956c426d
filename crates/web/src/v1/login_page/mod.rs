//! The sign-in page.

mod find;
mod page;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use page::{LoginConnection, LoginPage};

use crate::State;

/// The routes below `/api/v1/login_page` that anybody may call.
pub fn public_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(find::find))
}

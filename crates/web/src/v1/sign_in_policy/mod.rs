//! What the site says of sign-ins: for site admins.

mod find;
mod policy;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use policy::SignInPolicy;

use crate::State;

/// The routes below `/api/v1/sign_in_policy`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(find::find, update::update))
}

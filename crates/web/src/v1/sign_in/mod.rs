//! What a sign-in goes on with that wants more than user name and password. `POST /api/rest/v1/sessions` takes the code.

mod confirm;
mod enrol;
mod partial;
mod renew_password;
mod send_code;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use partial::{ConfirmFirst, EnrolFirst, Partial, RenewPassword, SignedIn};

use crate::State;

/// The routes below `/api/v1/sign_in` that anybody may call: each wants what an earlier round has answered.
pub fn public_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(send_code::send_code))
        .routes(routes!(enrol::enrol))
        .routes(routes!(confirm::confirm))
        .routes(routes!(renew_password::renew_password))
}

//! The last answers of each directory, taken or refused.

mod find;
mod list;
mod saml_attempt;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use saml_attempt::{SamlAttempt, SamlAttemptQuery};

use crate::State;

/// The routes below `/api/v1/saml_attempts`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list)).routes(routes!(find::find))
}

//! Bearer tokens of SCIM clients.

mod create;
mod list;
mod revoke;
mod rotate;
mod scim_token;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use scim_token::{NewScimToken, ScimToken, ScimTokenChange, ScimTokenQuery, ScimTokenRotation};

use crate::State;

/// The routes below `/api/v1/scim_tokens`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(rotate::rotate))
        .routes(routes!(update::update, revoke::revoke))
}

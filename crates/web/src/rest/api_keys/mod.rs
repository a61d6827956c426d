//! API keys.

mod api_key;
mod create;
mod delete;
mod find;
mod list;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use api_key::{ApiKey, ApiKeyQuery, NewApiKey, PermissionSet};

use crate::State;

/// The routes below `/api/rest/v1/api_keys`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).routes(routes!(find::find, delete::delete))
}

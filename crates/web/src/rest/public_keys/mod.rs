//! SSH public keys.

mod create;
mod delete;
mod find;
mod list;
mod public_key;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use public_key::{NewPublicKey, PublicKey, PublicKeyQuery};

use crate::State;

/// The routes below `/api/rest/v1/public_keys`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).routes(routes!(find::find, delete::delete))
}

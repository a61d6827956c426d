//! This site's own SAML keys: they sign what it sends and open what is encrypted for it. A roll-over without a gap: announce a
//! new key, wait until the directories have read the metadata, activate it, and retire the old one later.

mod activate;
mod announce;
mod list;
mod retire;
mod saml_key;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use saml_key::{SamlKey, SamlKeyState};

use crate::State;

/// The routes below `/api/v1/saml_keys`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list, announce::announce))
        .routes(routes!(activate::activate))
        .routes(routes!(retire::retire))
}

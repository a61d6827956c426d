//! Directory connections.

mod count;
mod create;
mod delete;
mod find;
mod list;
mod metadata;
mod saml;
mod settings;
mod sso_strategy;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use saml::{MatchNameId, MetadataRefresh, SamlCertificate, SamlSettings, SamlSettingsChange};
pub use sso_strategy::{DeprovisionBehavior, Provider, SsoStrategy, SsoStrategyChange};

use crate::State;

/// The routes below `/api/rest/v1/sso_strategies`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(find::find, update::update, delete::delete))
        .routes(routes!(metadata::refresh))
}

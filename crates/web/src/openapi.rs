//! The OpenAPI document, made from the handlers.

use utoipa::{
    Modify, OpenApi as _,
    openapi::{
        OpenApi, Paths,
        security::{ApiKey, ApiKeyValue, SecurityScheme},
    },
};

use crate::{caller, csrf};

/// What the document says besides the routes.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Keyfold",
        description = "The API of a Keyfold site. What lies below /api/rest/v1 has the shape of Files.com's API, so that its clients work with another base address; what lies below /api/v1 is Keyfold's own."
    ),
    components(schemas(crate::error::ErrorBody, crate::v1::audit::ExportFormat)),
    security(("api_key" = []), ("session" = []), ("cookie" = [], "csrf" = [])),
    modifiers(&Proofs)
)]
struct Document;

/// The ways to prove who one is.
struct Proofs;

impl Modify for Proofs {
    fn modify(&self, document: &mut OpenApi) {
        let header = |name: &str| SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new(name)));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("api_key", header(caller::API_KEY_HEADER));
        components.add_security_scheme("session", header(caller::SESSION_HEADER));
        components.add_security_scheme("csrf", header(csrf::HEADER));
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(caller::cookie::NAME)));
        components.add_security_scheme("cookie", cookie);
    }
}

/// The document without its routes.
pub fn head() -> OpenApi {
    let mut document = Document::openapi();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document
}

/// Writes wildcards as OpenAPI knows them: axum's `{*path}` is a parameter `{path}`.
pub fn without_wildcards(mut document: OpenApi) -> OpenApi {
    let paths = std::mem::replace(&mut document.paths, Paths::new());
    document.paths.paths = paths.paths.into_iter().map(|(path, item)| (path.replace("{*", "{"), item)).collect();
    document
}

//! All routes.

use axum::{
    Json, Router,
    extract::FromRef,
    middleware,
    routing::{get, put},
};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::{
    State, app,
    caller::require_caller,
    content, health, openapi, request_id, rest,
    saml::{self, ServiceProvider},
    scim::{self, Scim},
    serve::{carry_session, secure},
    v1,
};

/// The whole web of this site.
pub fn router(state: State) -> Router {
    let protected = protected()
        .route_layer(middleware::from_fn(carry_session))
        .route_layer(middleware::from_fn_with_state(state.clone(), require_caller));
    let (api, document) =
        OpenApiRouter::with_openapi(openapi::head()).merge(protected).merge(public()).split_for_parts();
    let document = openapi::without_wildcards(document);
    api.route("/api/openapi.json", get(|| async move { Json(document) }))
        .merge(saml::routes(ServiceProvider::from_ref(&state)))
        .merge(scim::routes(Scim::from_ref(&state)))
        .route("/api/v1/downloads/{ticket}", get(content::redeem))
        .route("/api/v1/uploads/{upload}/{part}", put(rest::file_actions::receive_part))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(app::answer)
        .layer(middleware::map_response(secure))
        .layer(middleware::from_fn(request_id::assign))
        .with_state(state)
}

/// The OpenAPI document of the API.
#[must_use]
pub fn document() -> OpenApi {
    let api = OpenApiRouter::with_openapi(openapi::head()).merge(protected()).merge(public());
    openapi::without_wildcards(api.into_openapi())
}

/// The routes for which one has to prove who one is.
fn protected() -> OpenApiRouter<State> {
    OpenApiRouter::new().nest("/api/rest/v1", rest::routes()).nest("/api/v1", v1::routes())
}

/// The routes that anybody may call.
fn public() -> OpenApiRouter<State> {
    OpenApiRouter::new().nest("/api/rest/v1", rest::public_routes()).nest("/api/v1", v1::public_routes())
}

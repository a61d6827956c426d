//! All routes.

use axum::{
    Json, Router,
    extract::Request,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::{Error, Result, State, caller::Caller, openapi, rest, v1};

/// The whole web of this site.
pub fn router(state: State) -> Router {
    let (api, document) = api().split_for_parts();
    let document = openapi::without_wildcards(document);
    api.route("/api/openapi.json", get(|| async move { Json(document) })).with_state(state)
}

/// The OpenAPI document of the API.
#[must_use]
pub fn document() -> OpenApi {
    openapi::without_wildcards(api().into_openapi())
}

fn api() -> OpenApiRouter<State> {
    let protected = OpenApiRouter::new()
        .nest("/api/rest/v1", rest::routes())
        .nest("/api/v1", v1::routes())
        .route_layer(middleware::from_fn(require_caller));
    let public = OpenApiRouter::new().nest("/api/rest/v1", rest::public_routes()).nest("/api/v1", v1::public_routes());
    OpenApiRouter::with_openapi(openapi::head()).merge(protected).merge(public)
}

/// The gate in front of every route that needs a proof.
async fn require_caller(request: Request, next: Next) -> Result<Response> {
    if request.extensions().get::<Caller>().is_none() {
        return Ok(Error::new(crate::error::Kind::AuthenticationRequired, "Sign in first, or send an API key.").into_response());
    }
    Ok(next.run(request).await)
}

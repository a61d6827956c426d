//! The web application: the files of `web-ui/dist`, built into the binary.

use axum::{
    extract::Request,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::{Error, error::Kind};

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/web-ui"]
struct Files;

/// Answers what no route took: a file of the application; the application itself for every other page, so that a link into it
/// works; the API's own error form below `/api`.
pub async fn answer(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Error::new(Kind::NotFound, "There is no such route.").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let known = request.headers().get(header::IF_NONE_MATCH);
    match Files::get(path).or_else(|| Files::get("index.html")) {
        Some(file) => send(path, &file, known),
        None => Html(include_str!("not_built.html")).into_response(),
    }
}

/// Names of assets hold a hash of their content: they never change. The page that names them is asked for each time.
fn send(path: &str, file: &EmbeddedFile, known: Option<&HeaderValue>) -> Response {
    let etag =
        format!("\"{}\"", file.metadata.sha256_hash().iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    let caching = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::ETAG, etag.clone()),
        (header::CACHE_CONTROL, caching.to_owned()),
        (header::CONTENT_TYPE, file.metadata.mimetype().to_owned()),
    ];
    if known.is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.data.clone().into_owned()).into_response()
}

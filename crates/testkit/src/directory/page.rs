//! The directory's page and the JSON routes behind it.

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, patch, post, put},
};
use serde::Deserialize;
use serde_json::json;

use super::{Application, Directory, NewPerson, Person, PersonChange, Register};

pub(super) fn router() -> Router<Directory> {
    Router::new()
        .route("/", get(|| async { Html(include_str!("page.html")) }))
        .route("/page.css", get(|| async { asset("text/css", include_str!("page.css")) }))
        .route("/page.js", get(|| async { asset("text/javascript", include_str!("page.js")) }))
        .route("/post.js", get(|| async { asset("text/javascript", "document.getElementById('answer').submit()") }))
        .route("/metadata", get(metadata))
        .route("/api/register", get(register))
        .route("/api/application", put(connect))
        .route("/api/pushes", post(push_all))
        .route("/api/people", post(add_person))
        .route("/api/people/{key}", patch(change_person).delete(remove_person))
        .route("/api/groups", post(add_group))
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// An error as the page shows it.
pub(super) struct Failure(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": format!("{:#}", self.0) }))).into_response()
    }
}

async fn metadata(State(directory): State<Directory>) -> Response {
    ([(header::CONTENT_TYPE, "application/samlmetadata+xml")], directory.provider().metadata_xml()).into_response()
}

async fn register(State(directory): State<Directory>) -> Json<Register> {
    Json(directory.snapshot().await)
}

async fn connect(
    State(directory): State<Directory>,
    Json(application): Json<Application>,
) -> Result<StatusCode, Failure> {
    directory.connect(application)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn push_all(State(directory): State<Directory>) -> StatusCode {
    directory.push_all().await;
    StatusCode::NO_CONTENT
}

async fn add_person(
    State(directory): State<Directory>,
    Json(new): Json<NewPerson>,
) -> Result<(StatusCode, Json<Person>), Failure> {
    Ok((StatusCode::CREATED, Json(directory.add_person(new).await?)))
}

async fn change_person(
    State(directory): State<Directory>,
    Path(key): Path<String>,
    Json(change): Json<PersonChange>,
) -> Result<Json<Person>, Failure> {
    Ok(Json(directory.change_person(&key, change).await?))
}

async fn remove_person(State(directory): State<Directory>, Path(key): Path<String>) -> Result<StatusCode, Failure> {
    directory.remove_person(&key).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct NewGroup {
    name: String,
}

async fn add_group(State(directory): State<Directory>, Json(new): Json<NewGroup>) -> Result<StatusCode, Failure> {
    directory.add_group(&new.name).await?;
    Ok(StatusCode::CREATED)
}

/// Text for HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

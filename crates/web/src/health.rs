//! What a supervisor asks: does the server run, and can it serve?

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Connections;

/// The server runs.
pub async fn alive() -> &'static str {
    "ok"
}

/// The server can serve: the database answers.
pub async fn ready(State(connections): State<Connections>) -> (StatusCode, &'static str) {
    match connections.list().await {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::warn!(%error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}

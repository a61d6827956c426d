//! Signs in with user name and password.

use axum::response::Response;

use super::{NewSession, Session};
use crate::{Error, Result, input::Input};

/// Signs in with user name and password.
#[utoipa::path(
    post,
    path = "",
    tag = "sessions",
    operation_id = "sessions_create",
    request_body = NewSession,
    responses((status = 201, description = "Signs in with user name and password", body = Session)),
    security(()),
)]
pub async fn create(Input(session): Input<NewSession>) -> Result<Response> {
    let _ = (session);
    Err(Error::not_built("this"))
}

//! Makes the first admin with the set-up link, once, and signs them in.

use axum::response::Response;

use super::FirstAdmin;
use crate::{Error, Result, input::Input, rest::sessions::Session};

/// Makes the first admin with the set-up link, once, and signs them in.
#[utoipa::path(
    post,
    path = "",
    tag = "setup",
    operation_id = "setup_create",
    request_body = FirstAdmin,
    responses((status = 201, description = "Makes the first admin with the set-up link, once, and signs them in", body = Session)),
    security(()),
)]
pub async fn create(Input(admin): Input<FirstAdmin>) -> Result<Response> {
    let _ = (admin);
    Err(Error::not_built("this"))
}

//! Says what the sign-in page shows.

use axum::Json;

use super::LoginPage;
use crate::{Error, Result};

/// Says what the sign-in page shows.
#[utoipa::path(
    get,
    path = "",
    tag = "login_page",
    operation_id = "login_page_find",
    responses((status = 200, description = "Says what the sign-in page shows", body = LoginPage)),
    security(()),
)]
pub async fn find() -> Result<Json<LoginPage>> {
    let _ = ();
    Err(Error::not_built("this"))
}

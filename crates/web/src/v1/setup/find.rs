//! Says whether the site waits for its first admin; not found when it has one.

use axum::Json;

use super::SetupState;
use crate::{Error, Result};

/// Says whether the site waits for its first admin; not found when it has one.
#[utoipa::path(
    get,
    path = "",
    tag = "setup",
    operation_id = "setup_find",
    responses((status = 200, description = "Says whether the site waits for its first admin; not found when it has one", body = SetupState)),
    security(()),
)]
pub async fn find() -> Result<Json<SetupState>> {
    let _ = ();
    Err(Error::not_built("this"))
}

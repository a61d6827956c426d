//! Shows the values to paste into a directory.

use axum::Json;

use super::SetupValues;
use crate::{Error, Result, caller::Caller};

/// Shows the values to paste into a directory.
#[utoipa::path(
    get,
    path = "/setup_values",
    tag = "directory",
    operation_id = "directory_find",
    responses((status = 200, description = "Shows the values to paste into a directory", body = SetupValues)),
)]
pub async fn find(caller: Caller) -> Result<Json<SetupValues>> {
    let _ = (caller);
    Err(Error::not_built("this"))
}

//! Says who the caller is, and what they may do.

use axum::Json;

use super::Me;
use crate::{Error, Result, caller::Caller};

/// Says who the caller is, and what they may do.
#[utoipa::path(
    get,
    path = "",
    tag = "me",
    operation_id = "me_find",
    responses((status = 200, description = "Says who the caller is, and what they may do", body = Me)),
)]
pub async fn find(caller: Caller) -> Result<Json<Me>> {
    let _ = (caller);
    Err(Error::not_built("this"))
}

//! Signs out.

use axum::response::Response;

use crate::{Error, Result, caller::Caller};

/// Signs out.
#[utoipa::path(
    delete,
    path = "",
    tag = "sessions",
    operation_id = "sessions_delete",
    responses((status = 204, description = "Signs out")),
)]
pub async fn delete(caller: Caller) -> Result<Response> {
    let _ = (caller);
    Err(Error::not_built("this"))
}

//! Checks that every row of the audit log is as it was written.

use axum::Json;

use super::Verification;
use crate::{Error, Result, caller::Caller};

/// Checks that every row of the audit log is as it was written.
#[utoipa::path(
    get,
    path = "/verify",
    tag = "audit",
    operation_id = "audit_verify",
    responses((status = 200, description = "Checks that every row of the audit log is as it was written", body = Verification)),
)]
pub async fn verify(caller: Caller) -> Result<Json<Verification>> {
    let _ = (caller);
    Err(Error::not_built("this"))
}

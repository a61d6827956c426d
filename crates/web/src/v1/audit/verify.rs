//! Checks that every row of the audit log is as it was written.

use axum::{Json, extract::State};
use keyfold_audit::{Log, verify as check};

use super::Verification;
use crate::{Result, caller::Caller, state::SealKeys};

/// Checks that every row of the audit log is as it was written.
#[utoipa::path(
    get,
    path = "/verify",
    tag = "audit",
    operation_id = "audit_verify",
    responses((status = 200, description = "Whether the log is whole", body = Verification)),
)]
pub async fn verify(
    State(log): State<Log>,
    State(SealKeys(trusted)): State<SealKeys>,
    caller: Caller,
) -> Result<Json<Verification>> {
    caller.site_reader()?;
    Ok(Json(check(log.db(), &trusted).await?.into()))
}

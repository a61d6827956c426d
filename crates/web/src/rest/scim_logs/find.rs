//! Shows one entry of the SCIM log.

use axum::{Json, extract::State};
use keyfold_audit::{Log, scim_log};

use super::ScimLog;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows one request of a directory.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "scim_logs",
    operation_id = "scim_logs_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The request, its answer, and what it did here", body = ScimLog)),
)]
pub async fn find(State(log): State<Log>, caller: Caller, Id(id): Id) -> Result<Json<ScimLog>> {
    caller.site_reader()?;
    let row = scim_log::get(log.db(), id).await?.ok_or_else(Error::not_found)?;
    Ok(Json(ScimLog::of(row)))
}

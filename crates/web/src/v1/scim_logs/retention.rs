//! How long the SCIM log is kept.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::Retention;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Result, caller::Caller, input::Input};

/// How long the SCIM log is kept.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct ScimLogRetention {
    /// Days: 1 to 3,660, 180 unless somebody said otherwise.
    pub days: u32,
}

/// Shows how long the SCIM log is kept.
#[utoipa::path(
    get,
    path = "/retention",
    tag = "scim_logs",
    operation_id = "scim_logs_retention",
    responses((status = 200, description = "The days", body = ScimLogRetention)),
)]
pub async fn show(State(retention): State<Retention>, caller: Caller) -> Result<Json<ScimLogRetention>> {
    caller.site_reader()?;
    Ok(Json(ScimLogRetention { days: retention.scim_log_days().await? }))
}

/// Sets how long the SCIM log is kept. Older rows go with the next daily sweep.
#[utoipa::path(
    put,
    path = "/retention",
    tag = "scim_logs",
    operation_id = "scim_logs_set_retention",
    request_body = ScimLogRetention,
    responses((status = 204, description = "It is in force")),
)]
pub async fn set(
    State(retention): State<Retention>,
    caller: Caller,
    Input(kept): Input<ScimLogRetention>,
) -> Result<StatusCode> {
    retention.set_scim_log_days(&caller.site_admin()?, kept.days).await?;
    Ok(StatusCode::NO_CONTENT)
}

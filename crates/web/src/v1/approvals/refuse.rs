//! Refuses a sign-in.

use axum::{Json, extract::State};
use keyfold_identity::{Approvals, Decision};

use super::{ApprovalCode, AskingSignIn};
use crate::{Result, caller::Caller, input::Input};

/// Refuses a sign-in.
#[utoipa::path(
    post,
    path = "/refuse",
    tag = "approvals",
    operation_id = "approvals_refuse",
    request_body = ApprovalCode,
    responses((status = 200, description = "What was refused", body = AskingSignIn)),
)]
pub async fn refuse(
    State(approvals): State<Approvals>,
    caller: Caller,
    Input(typed): Input<ApprovalCode>,
) -> Result<Json<AskingSignIn>> {
    Ok(Json(approvals.decide(caller.session(), &typed.code, Decision::Refuse).await??.into()))
}

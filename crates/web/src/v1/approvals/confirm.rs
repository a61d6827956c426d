//! Lets a sign-in in.

use axum::{Json, extract::State};
use keyfold_identity::{Approvals, Decision};

use super::{ApprovalCode, AskingSignIn};
use crate::{Result, caller::Caller, input::Input};

/// Lets a sign-in in.
#[utoipa::path(
    post,
    path = "/confirm",
    tag = "approvals",
    operation_id = "approvals_confirm",
    request_body = ApprovalCode,
    responses((status = 200, description = "What was let in", body = AskingSignIn)),
)]
pub async fn confirm(
    State(approvals): State<Approvals>,
    caller: Caller,
    Input(typed): Input<ApprovalCode>,
) -> Result<Json<AskingSignIn>> {
    Ok(Json(approvals.decide(caller.session(), &typed.code, Decision::LetIn).await??.into()))
}

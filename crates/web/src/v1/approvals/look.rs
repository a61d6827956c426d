//! Says what asks to be let in with a code.

use axum::{Json, extract::State};
use keyfold_identity::Approvals;

use super::{ApprovalCode, AskingSignIn};
use crate::{Result, caller::Caller, input::Input};

/// Says what asks to be let in with a code.
#[utoipa::path(
    post,
    path = "/look",
    tag = "approvals",
    operation_id = "approvals_look",
    request_body = ApprovalCode,
    responses((status = 200, description = "What asks to be let in", body = AskingSignIn)),
)]
pub async fn look(
    State(approvals): State<Approvals>,
    caller: Caller,
    Input(typed): Input<ApprovalCode>,
) -> Result<Json<AskingSignIn>> {
    Ok(Json(approvals.look(caller.session(), &typed.code).await??.into()))
}

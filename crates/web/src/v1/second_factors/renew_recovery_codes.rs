//! Makes new recovery codes.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::{Factors, Reauthentication};
use keyfold_model::Secret;

use super::{Code, RecoveryCodes};
use crate::{Result, caller::Caller, input::Input};

/// Makes new recovery codes for the caller; those before are good no longer.
#[utoipa::path(
    post,
    path = "/recovery_codes",
    tag = "second_factors",
    operation_id = "second_factors_renew_recovery_codes",
    request_body = Code,
    responses((status = 201, description = "The codes, shown once", body = RecoveryCodes)),
)]
pub async fn renew_recovery_codes(
    State(factors): State<Factors>,
    caller: Caller,
    Input(proof): Input<Code>,
) -> Result<(StatusCode, Json<RecoveryCodes>)> {
    let proof = Reauthentication::Code(Secret::new(proof.code));
    let codes = factors.renew_recovery_codes(caller.session(), proof).await?;
    let recovery_codes = codes.iter().map(str::to_owned).collect();
    Ok((StatusCode::CREATED, Json(RecoveryCodes { recovery_codes })))
}

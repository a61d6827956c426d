//! Puts a second factor in force.

use axum::{Json, extract::State};
use keyfold_identity::Factors;
use keyfold_model::FactorId;

use super::{Code, ConfirmedFactor};
use crate::{Result, caller::Caller, id::Id, input::Input};

/// Puts a second factor of the caller's own in force with its first code.
#[utoipa::path(
    post,
    path = "/{id}/confirm",
    tag = "second_factors",
    operation_id = "second_factors_confirm",
    params(("id" = i64, Path)),
    request_body = Code,
    responses((status = 200, description = "It is in force", body = ConfirmedFactor)),
)]
pub async fn confirm(
    State(factors): State<Factors>,
    caller: Caller,
    Id(id): Id,
    Input(first): Input<Code>,
) -> Result<Json<ConfirmedFactor>> {
    let confirmed = factors.confirm(caller.session(), FactorId(id), &first.code).await?;
    let recovery_codes = confirmed.recovery_codes.map(|codes| codes.iter().map(str::to_owned).collect());
    Ok(Json(ConfirmedFactor { kind: confirmed.kind.name(), recovery_codes }))
}

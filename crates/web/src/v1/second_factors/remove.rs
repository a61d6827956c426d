//! Removes a second factor.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::{Factors, Reauthentication};
use keyfold_model::{FactorId, Secret};

use super::Code;
use crate::{Result, caller::Caller, id::Id, input::Input};

/// Removes a second factor of the caller's own, with a code of one that is there.
#[utoipa::path(
    post,
    path = "/{id}/remove",
    tag = "second_factors",
    operation_id = "second_factors_remove",
    params(("id" = i64, Path)),
    request_body = Code,
    responses((status = 204, description = "It is gone")),
)]
pub async fn remove(
    State(factors): State<Factors>,
    caller: Caller,
    Id(id): Id,
    Input(proof): Input<Code>,
) -> Result<StatusCode> {
    let proof = Reauthentication::Code(Secret::new(proof.code));
    factors.remove(caller.session(), FactorId(id), proof).await?;
    Ok(StatusCode::NO_CONTENT)
}

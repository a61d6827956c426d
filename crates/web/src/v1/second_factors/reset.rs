//! Takes a person's second factors away.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Factors;
use keyfold_model::UserId;

use crate::{Result, caller::Caller, id::Id};

/// Takes all second factors of a person away and ends their sessions: for site admins, where a phone is lost.
#[utoipa::path(
    delete,
    path = "/of_user/{id}",
    tag = "second_factors",
    operation_id = "second_factors_reset",
    params(("id" = i64, Path)),
    responses((status = 204, description = "There is none any more")),
)]
pub async fn reset(State(factors): State<Factors>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    factors.reset(&caller.site_admin()?, UserId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Ends a lockout.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Factors;
use keyfold_model::UserId;

use crate::{Result, caller::Caller, id::Id};

/// Lets a person's user name sign in again that was locked out by too many failures: for site admins.
#[utoipa::path(
    post,
    path = "/of_user/{id}/unlock",
    tag = "second_factors",
    operation_id = "second_factors_unlock",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It can")),
)]
pub async fn unlock(State(factors): State<Factors>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    factors.unlock(&caller.site_admin()?, UserId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

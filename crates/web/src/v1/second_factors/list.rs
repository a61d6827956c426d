//! Lists second factors.

use axum::{
    Json,
    extract::{Query, State},
};
use keyfold_identity::Factors;
use serde::Deserialize;
use utoipa::IntoParams;

use super::SecondFactors;
use crate::{Result, caller::Caller};

/// Whose.
#[derive(Deserialize, IntoParams)]
pub struct Whose {
    /// Another person, for site admins; without it, one's own.
    user_id: Option<i64>,
}

/// Lists the caller's second factors, or another person's for site admins.
#[utoipa::path(
    get,
    path = "",
    tag = "second_factors",
    operation_id = "second_factors_list",
    params(Whose),
    responses((status = 200, description = "The second factors", body = SecondFactors)),
)]
pub async fn list(
    State(factors): State<Factors>,
    caller: Caller,
    Query(whose): Query<Whose>,
) -> Result<Json<SecondFactors>> {
    let user = caller.may_see_credentials_of(whose.user_id)?;
    Ok(Json(SecondFactors::of(&factors, user).await?))
}

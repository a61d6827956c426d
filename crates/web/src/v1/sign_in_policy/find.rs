//! Shows what the site says of sign-ins.

use axum::{Json, extract::State};
use keyfold_identity::SignInPolicies;

use super::SignInPolicy;
use crate::{Result, caller::Caller};

/// Shows what the site says of sign-ins.
#[utoipa::path(
    get,
    path = "",
    tag = "sign_in_policy",
    operation_id = "sign_in_policy_find",
    responses((status = 200, description = "What is in force", body = SignInPolicy)),
)]
pub async fn find(State(policies): State<SignInPolicies>, caller: Caller) -> Result<Json<SignInPolicy>> {
    caller.site_reader()?;
    SignInPolicy::of(&policies.site().await?).map(Json)
}

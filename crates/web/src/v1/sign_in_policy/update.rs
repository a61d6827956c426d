//! Changes what the site says of sign-ins.

use axum::{Json, extract::State};
use keyfold_identity::SignInPolicies;

use super::SignInPolicy;
use crate::{Result, caller::Caller, input::Input};

/// Changes what the site says of sign-ins. It holds from the next one on.
#[utoipa::path(
    put,
    path = "",
    tag = "sign_in_policy",
    operation_id = "sign_in_policy_update",
    request_body = SignInPolicy,
    responses((status = 200, description = "What is in force now", body = SignInPolicy)),
)]
pub async fn update(
    State(policies): State<SignInPolicies>,
    caller: Caller,
    Input(said): Input<SignInPolicy>,
) -> Result<Json<SignInPolicy>> {
    let admin = caller.site_admin()?;
    let said = said.read()?;
    SignInPolicy::of(&policies.set_site(&admin, move |site| *site = said).await?).map(Json)
}

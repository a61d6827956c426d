//! Says whether this browser may let sign-ins in.

use axum::{Json, extract::State};
use keyfold_identity::{Approvals, RequestOrigin, Users};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Result,
    caller::Caller,
    saml::{ReturnPath, login_path},
};

/// The page on which people approve.
const PAGE: &str = "/approve";

/// Whether this browser may let sign-ins in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovalStanding {
    /// Whether its person has signed in at their directory a moment ago, in order to approve.
    pub may_approve: bool,
    /// Where they do that; absent for people without a directory, who have nothing to approve.
    pub sign_in_url: Option<String>,
}

/// Says whether this browser may let sign-ins in, and if not, where its person signs in afresh first.
#[utoipa::path(
    get,
    path = "",
    tag = "approvals",
    operation_id = "approvals_find",
    responses((status = 200, description = "Whether it may", body = ApprovalStanding)),
)]
pub async fn find(
    State(approvals): State<Approvals>,
    State(users): State<Users>,
    caller: Caller,
) -> Result<Json<ApprovalStanding>> {
    let may_approve = approvals.may_approve(caller.session()).await?;
    let connection = users.find(caller.session().user()).await?.and_then(|user| user.connection);
    let page = ReturnPath::parse(PAGE);
    let sign_in_url = connection.map(|connection| login_path(connection, page.as_ref(), RequestOrigin::Approval));
    Ok(Json(ApprovalStanding { may_approve, sign_in_url }))
}

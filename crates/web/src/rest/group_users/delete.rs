//! Takes a person out of a group.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Memberships;
use keyfold_model::{GroupId, UserId};

use super::GroupUserKey;
use crate::{Result, caller::Caller, query::Query};

/// Takes a person out of a group. What its grants gave them is gone before the answer.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "group_users",
    operation_id = "group_users_delete",
    params(("id" = i64, Path), GroupUserKey),
    responses((status = 204, description = "They are out")),
)]
pub async fn delete(
    State(memberships): State<Memberships>,
    caller: Caller,
    Query(key): Query<GroupUserKey>,
) -> Result<StatusCode> {
    memberships.remove(&caller.site_admin()?, UserId(key.user_id), GroupId(key.group_id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Puts a person into a group.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::Memberships;

use super::{GroupUser, NewGroupUser, update::set};
use crate::{Result, caller::Caller, input::Input, names::Names};

/// Puts a person into a group. They have what its grants give before the answer.
#[utoipa::path(
    post,
    path = "",
    tag = "group_users",
    operation_id = "group_users_create",
    request_body = NewGroupUser,
    responses((status = 201, description = "The membership", body = GroupUser)),
)]
pub async fn create(
    State(memberships): State<Memberships>,
    caller: Caller,
    mut names: Names,
    Input(member): Input<NewGroupUser>,
) -> Result<(StatusCode, Json<GroupUser>)> {
    let member = set(&memberships, &mut names, &caller, member).await?;
    Ok((StatusCode::CREATED, Json(member)))
}

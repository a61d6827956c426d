//! Changes a membership.

use axum::{Json, extract::State};
use keyfold_identity::{GroupPower, Memberships};
use keyfold_model::{GroupId, UserId};

use super::{GroupUser, NewGroupUser, find::find};
use crate::{Result, caller::Caller, input::Input, names::Names};

/// Makes a member an admin of the group, or not.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "group_users",
    operation_id = "group_users_update",
    params(("id" = i64, Path)),
    request_body = NewGroupUser,
    responses((status = 200, description = "The membership as it is now", body = GroupUser)),
)]
pub async fn update(
    State(memberships): State<Memberships>,
    caller: Caller,
    mut names: Names,
    Input(member): Input<NewGroupUser>,
) -> Result<Json<GroupUser>> {
    Ok(Json(set(&memberships, &mut names, &caller, member).await?))
}

/// Sets an administrator's word on a membership.
pub(super) async fn set(
    memberships: &Memberships,
    names: &mut Names,
    caller: &Caller,
    member: NewGroupUser,
) -> Result<GroupUser> {
    let admin = caller.site_admin()?;
    let (user, group) = (UserId(member.user_id), GroupId(member.group_id));
    let power = if member.admin == Some(true) { GroupPower::Admin } else { GroupPower::Member };
    memberships.add(&admin, user, group, power).await?;
    find(memberships, names, user, group).await
}

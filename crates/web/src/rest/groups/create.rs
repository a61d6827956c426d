//! Makes a group.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::{GroupPower, Groups, Memberships};
use keyfold_model::UserId;

use super::{Group, NewGroup};
use crate::{Result, caller::Caller, id, input::Input};

/// Makes a group.
#[utoipa::path(
    post,
    path = "",
    tag = "groups",
    operation_id = "groups_create",
    request_body = NewGroup,
    responses((status = 201, description = "The group", body = Group)),
)]
pub async fn create(
    State(groups): State<Groups>,
    State(memberships): State<Memberships>,
    caller: Caller,
    Input(new): Input<NewGroup>,
) -> Result<(StatusCode, Json<Group>)> {
    let admin = caller.site_admin()?;
    let members = id::parse_list(new.user_ids.as_deref().unwrap_or_default())?;
    let admins = id::parse_list(new.admin_ids.as_deref().unwrap_or_default())?;
    let group = groups.create(&admin, new.name).await?;
    for (people, power) in [(members, GroupPower::Member), (admins, GroupPower::Admin)] {
        for person in people {
            memberships.add(&admin, UserId(person), group.id, power).await?;
        }
    }
    Ok((StatusCode::CREATED, Json(Group::with_members(group, &memberships).await?)))
}

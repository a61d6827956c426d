//! Changes a group.

use axum::{Json, extract::State};
use keyfold_identity::{Groups, Memberships};
use keyfold_model::GroupId;

use super::{Group, GroupChange};
use crate::{Error, Result, caller::Caller, id::Id, input::Input};

/// Renames a group.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "groups",
    operation_id = "groups_update",
    params(("id" = i64, Path)),
    request_body = GroupChange,
    responses((status = 200, description = "The group as it is now", body = Group)),
)]
pub async fn update(
    State(groups): State<Groups>,
    State(memberships): State<Memberships>,
    caller: Caller,
    Id(id): Id,
    Input(change): Input<GroupChange>,
) -> Result<Json<Group>> {
    let admin = caller.site_admin()?;
    let group = match change.name {
        Some(name) => groups.rename(&admin, GroupId(id), name).await?,
        None => groups.find(GroupId(id)).await?.ok_or_else(Error::not_found)?,
    };
    Ok(Json(Group::with_members(group, &memberships).await?))
}

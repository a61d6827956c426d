//! Shows a group.

use axum::{Json, extract::State};
use keyfold_identity::{Groups, Memberships};
use keyfold_model::GroupId;

use super::Group;
use crate::{Error, Result, caller::Caller, id::Id};

/// Shows a group with its members.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "groups",
    operation_id = "groups_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The group", body = Group)),
)]
pub async fn find(
    State(groups): State<Groups>,
    State(memberships): State<Memberships>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Group>> {
    caller.site_reader()?;
    let group = groups.find(GroupId(id)).await?.ok_or_else(Error::not_found)?;
    Ok(Json(Group::with_members(group, &memberships).await?))
}

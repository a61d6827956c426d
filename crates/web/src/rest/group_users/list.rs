//! Lists the members of a group, or the groups of a person.

use super::{GroupUser, GroupUserQuery};
use crate::{Error, Result, caller::Caller, page::{Page, Paged}, query::Query};

/// Lists the members of a group, or the groups of a person.
#[utoipa::path(
    get,
    path = "",
    tag = "group_users",
    operation_id = "group_users_list",
    params(GroupUserQuery, Page),
    responses((status = 200, description = "Lists the members of a group, or the groups of a person", body = Vec<GroupUser>)),
)]
pub async fn list(caller: Caller, Query(query): Query<GroupUserQuery>) -> Result<Paged<GroupUser>> {
    let _ = (caller, query);
    Err(Error::not_built("this"))
}

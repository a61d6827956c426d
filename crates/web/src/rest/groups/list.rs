//! Lists groups.

use super::{Group, GroupQuery};
use crate::{Error, Result, caller::Caller, page::{Page, Paged}, query::Query};

/// Lists groups.
#[utoipa::path(
    get,
    path = "",
    tag = "groups",
    operation_id = "groups_list",
    params(Page, GroupQuery),
    responses((status = 200, description = "Lists groups", body = Vec<Group>)),
)]
pub async fn list(caller: Caller, page: Page, Query(query): Query<GroupQuery>) -> Result<Paged<Group>> {
    let _ = (caller, page, query);
    Err(Error::not_built("this"))
}

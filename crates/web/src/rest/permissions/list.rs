//! Lists grants.

use super::{Permission, PermissionQuery};
use crate::{Error, Result, caller::Caller, page::{Page, Paged}, query::Query};

/// Lists grants.
#[utoipa::path(
    get,
    path = "",
    tag = "permissions",
    operation_id = "permissions_list",
    params(PermissionQuery, Page),
    responses((status = 200, description = "Lists grants", body = Vec<Permission>)),
)]
pub async fn list(caller: Caller, Query(query): Query<PermissionQuery>) -> Result<Paged<Permission>> {
    let _ = (caller, query);
    Err(Error::not_built("this"))
}

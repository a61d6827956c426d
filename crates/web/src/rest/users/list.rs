//! Lists people.

use super::{User, UserQuery};
use crate::{Error, Result, caller::Caller, page::{Page, Paged}, query::Query};

/// Lists people.
#[utoipa::path(
    get,
    path = "",
    tag = "users",
    operation_id = "users_list",
    params(Page, UserQuery),
    responses((status = 200, description = "Lists people", body = Vec<User>)),
)]
pub async fn list(caller: Caller, page: Page, Query(query): Query<UserQuery>) -> Result<Paged<User>> {
    let _ = (caller, page, query);
    Err(Error::not_built("this"))
}

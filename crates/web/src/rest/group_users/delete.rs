//! Takes a person out of a group.

use http::StatusCode;

use super::GroupUserKey;
use crate::{Error, Result, caller::Caller, query::Query};

/// Takes a person out of a group.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "group_users",
    operation_id = "group_users_delete",
    params(("id" = i64, Path), GroupUserKey),
    responses((status = 204, description = "Takes a person out of a group")),
)]
pub async fn delete(caller: Caller, Query(key): Query<GroupUserKey>) -> Result<StatusCode> {
    let _ = (caller, key);
    Err(Error::not_built("this"))
}

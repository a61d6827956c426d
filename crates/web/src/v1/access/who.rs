//! Lists everybody who reaches a folder, how, and why.

use axum::Json;

use super::{Reacher, WhoQuery};
use crate::{Error, Result, caller::Caller, query::Query};

/// Lists everybody who reaches a folder, how, and why.
#[utoipa::path(
    get,
    path = "/who",
    tag = "access",
    operation_id = "access_who",
    params(WhoQuery),
    responses((status = 200, description = "Lists everybody who reaches a folder, how, and why", body = Vec<Reacher>)),
)]
pub async fn who(caller: Caller, Query(query): Query<WhoQuery>) -> Result<Json<Vec<Reacher>>> {
    let _ = (caller, query);
    Err(Error::not_built("this"))
}

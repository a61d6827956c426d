//! Lists what directories sent, newest first.

use super::{ScimLog, ScimLogQuery};
use crate::{Error, Result, caller::Caller, page::{Page, Paged}, query::Query};

/// Lists what directories sent, newest first.
#[utoipa::path(
    get,
    path = "",
    tag = "scim_logs",
    operation_id = "scim_logs_list",
    params(ScimLogQuery, Page),
    responses((status = 200, description = "Lists what directories sent, newest first", body = Vec<ScimLog>)),
)]
pub async fn list(caller: Caller, page: Page, Query(query): Query<ScimLogQuery>) -> Result<Paged<ScimLog>> {
    let _ = (caller, page, query);
    Err(Error::not_built("this"))
}

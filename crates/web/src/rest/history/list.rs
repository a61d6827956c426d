//! Lists what was done, newest first.

use super::{Action, HistoryQuery};
use crate::{Error, Result, caller::Caller, page::{Page, Paged}, query::Query};

/// Lists what was done, newest first.
#[utoipa::path(
    get,
    path = "",
    tag = "history",
    operation_id = "history_list",
    params(HistoryQuery, Page),
    responses((status = 200, description = "Lists what was done, newest first", body = Vec<Action>)),
)]
pub async fn list(caller: Caller, page: Page, Query(query): Query<HistoryQuery>) -> Result<Paged<Action>> {
    let _ = (caller, page, query);
    Err(Error::not_built("this"))
}

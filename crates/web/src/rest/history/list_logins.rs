//! Lists sign-ins, newest first.

use super::{Action, HistoryQuery};
use crate::{Error, Result, caller::Caller, page::{Page, Paged}, query::Query};

/// Lists sign-ins, newest first.
#[utoipa::path(
    get,
    path = "/login",
    tag = "history",
    operation_id = "history_list_logins",
    params(HistoryQuery, Page),
    responses((status = 200, description = "Lists sign-ins, newest first", body = Vec<Action>)),
)]
pub async fn list_logins(caller: Caller, page: Page, Query(query): Query<HistoryQuery>) -> Result<Paged<Action>> {
    let _ = (caller, page, query);
    Err(Error::not_built("this"))
}

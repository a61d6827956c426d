//! Lists what a person did, newest first.

use super::{Action, HistoryQuery};
use crate::{Error, Result, caller::Caller, id::Id, page::{Page, Paged}, query::Query};

/// Lists what a person did, newest first.
#[utoipa::path(
    get,
    path = "/users/{id}",
    tag = "history",
    operation_id = "history_list_for_user",
    params(("id" = i64, Path), HistoryQuery, Page),
    responses((status = 200, description = "Lists what a person did, newest first", body = Vec<Action>)),
)]
pub async fn list_for_user(caller: Caller, Id(id): Id, page: Page, Query(query): Query<HistoryQuery>) -> Result<Paged<Action>> {
    let _ = (caller, id, page, query);
    Err(Error::not_built("this"))
}

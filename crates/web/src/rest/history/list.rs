//! Lists the audit log.

use axum::extract::State;
use keyfold_audit::{Filter, Log};

use super::{Action, HistoryQuery};
use crate::{
    Result,
    caller::Caller,
    page::{Page, Paged},
    query::Query,
};

/// Lists what was done, newest first.
#[utoipa::path(
    get,
    path = "",
    tag = "history",
    operation_id = "history_list",
    params(HistoryQuery, Page),
    responses((status = 200, description = "Acts, newest first", body = Vec<Action>)),
)]
pub async fn list(
    State(log): State<Log>,
    caller: Caller,
    page: Page,
    Query(query): Query<HistoryQuery>,
) -> Result<Paged<Action>> {
    caller.site_reader()?;
    search(&log, query.filter()?, &page).await
}

/// A page of the rows that a filter lets through.
pub(super) async fn search(log: &Log, filter: Filter, page: &Page) -> Result<Paged<Action>> {
    let rows = log.search(&filter, &page.keyset()?).await?;
    Ok(Paged::from(rows).map(Action::of))
}

//! Lists what a person did, newest first.

use axum::extract::State;
use keyfold_audit::Log;

use super::{Action, HistoryQuery, list::search};
use crate::{
    Result,
    caller::Caller,
    id::Id,
    page::{Page, Paged},
    query::Query,
};

/// Lists what a person did, newest first.
#[utoipa::path(
    get,
    path = "/users/{id}",
    tag = "history",
    operation_id = "history_list_for_user",
    params(("id" = i64, Path), HistoryQuery, Page),
    responses((status = 200, description = "Acts, newest first", body = Vec<Action>)),
)]
pub async fn list_for_user(
    State(log): State<Log>,
    Id(id): Id,
    caller: Caller,
    page: Page,
    Query(query): Query<HistoryQuery>,
) -> Result<Paged<Action>> {
    caller.site_reader()?;
    search(&log, HistoryQuery { user_id: Some(id), ..query }.filter()?, &page).await
}

//! Lists sign-ins, newest first.

use axum::extract::State;
use keyfold_audit::Log;

use super::{Action, HistoryQuery, list::search};
use crate::{
    Result,
    caller::Caller,
    page::{Page, Paged},
    query::Query,
};

/// Lists sign-ins, newest first.
#[utoipa::path(
    get,
    path = "/login",
    tag = "history",
    operation_id = "history_list_logins",
    params(HistoryQuery, Page),
    responses((status = 200, description = "Acts, newest first", body = Vec<Action>)),
)]
pub async fn list_logins(
    State(log): State<Log>,
    caller: Caller,
    page: Page,
    Query(query): Query<HistoryQuery>,
) -> Result<Paged<Action>> {
    caller.site_reader()?;
    search(&log, HistoryQuery { action: Some("login".to_owned()), ..query }.filter()?, &page).await
}

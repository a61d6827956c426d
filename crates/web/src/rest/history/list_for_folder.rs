//! Lists what was done in a folder and below, newest first.

use axum::extract::State;
use keyfold_audit::{Filter, Log};
use keyfold_vfs::Filesystem;

use super::{Action, HistoryQuery, permit::search_at};
use crate::{
    Result,
    caller::Caller,
    page::{Page, Paged},
    query::Query,
    tree_path::TreePath,
};

/// Lists what was done in a folder and below, newest first.
#[utoipa::path(
    get,
    path = "/folders/{*path}",
    tag = "history",
    operation_id = "history_list_for_folder",
    params(("path" = String, Path), HistoryQuery, Page),
    responses((status = 200, description = "Acts, newest first", body = Vec<Action>)),
)]
pub async fn list_for_folder(
    State(log): State<Log>,
    State(filesystem): State<Filesystem>,
    TreePath(path): TreePath,
    caller: Caller,
    page: Page,
    Query(query): Query<HistoryQuery>,
) -> Result<Paged<Action>> {
    let filter = Filter { path: Some(path), ..query.filter()? };
    search_at(&log, &filesystem, &caller, filter, &page).await
}

//! Lists what was done to a file, newest first.

use super::{Action, HistoryQuery};
use crate::{Error, Result, caller::Caller, page::{Page, Paged}, query::Query, tree_path::TreePath};

/// Lists what was done to a file, newest first.
#[utoipa::path(
    get,
    path = "/files/{*path}",
    tag = "history",
    operation_id = "history_list_for_file",
    params(("path" = String, Path), HistoryQuery, Page),
    responses((status = 200, description = "Lists what was done to a file, newest first", body = Vec<Action>)),
)]
pub async fn list_for_file(caller: Caller, TreePath(path): TreePath, page: Page, Query(query): Query<HistoryQuery>) -> Result<Paged<Action>> {
    let _ = (caller, path, page, query);
    Err(Error::not_built("this"))
}

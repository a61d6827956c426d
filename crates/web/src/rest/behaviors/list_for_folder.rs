//! Lists the fences of a folder.

use super::{Behavior, BehaviorQuery};
use crate::{Error, Result, caller::Caller, page::Paged, query::Query, tree_path::TreePath};

/// Lists the fences of a folder.
#[utoipa::path(
    get,
    path = "/folders/{*path}",
    tag = "behaviors",
    operation_id = "behaviors_list_for_folder",
    params(("path" = String, Path), BehaviorQuery),
    responses((status = 200, description = "Lists the fences of a folder", body = Vec<Behavior>)),
)]
pub async fn list_for_folder(
    caller: Caller,
    TreePath(path): TreePath,
    Query(query): Query<BehaviorQuery>,
) -> Result<Paged<Behavior>> {
    let _ = (caller, path, query);
    Err(Error::not_built("this"))
}

//! Lists what is in a folder, as far as the caller sees it.

use crate::{
    Error, Result,
    caller::Caller,
    page::{Page, Paged},
    rest::files::File,
    tree_path::TreePath,
};

/// Lists what is in a folder, as far as the caller sees it.
#[utoipa::path(
    get,
    path = "/{*path}",
    tag = "folders",
    operation_id = "folders_list",
    params(("path" = String, Path), Page),
    responses((status = 200, description = "Lists what is in a folder, as far as the caller sees it", body = Vec<File>)),
)]
pub async fn list(caller: Caller, TreePath(path): TreePath, page: Page) -> Result<Paged<File>> {
    let _ = (caller, path, page);
    Err(Error::not_built("this"))
}

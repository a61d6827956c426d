//! Lists a folder.

use axum::extract::State;
use keyfold_model::{Name, VPath};
use keyfold_vfs::{Filesystem, Kind};

use super::FolderQuery;
use crate::{
    Error, Result,
    caller::Caller,
    error::Kind as ErrorKind,
    page::{Page, Paged},
    query::Query,
    rest::files::File,
    tree_path::TreePath,
};

/// Lists what is in a folder, as far as the caller sees it.
#[utoipa::path(
    get,
    path = "/{*path}",
    tag = "folders",
    operation_id = "folders_list",
    params(("path" = String, Path), FolderQuery, Page),
    responses((status = 200, description = "Files and folders, by their names", body = Vec<File>)),
)]
pub async fn list(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    TreePath(path): TreePath,
    Query(query): Query<FolderQuery>,
    page: Page,
) -> Result<Paged<File>> {
    match query.search.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => search(&filesystem, &caller, &path, text, page.per_page).await,
        None => entries(&filesystem, &caller, &path, &page).await,
    }
}

async fn entries(filesystem: &Filesystem, caller: &Caller, path: &VPath, page: &Page) -> Result<Paged<File>> {
    let session = caller.session();
    let after = page.cursor.as_deref().map(Name::parse).transpose();
    let after = after.map_err(|_| Error::new(ErrorKind::InvalidCursor, "The cursor is not one of a folder."))?;
    let held = filesystem.capabilities(session, path).await?;
    let listing = filesystem.list(session, path, after.as_ref(), page.per_page).await?;
    let mut items = Vec::with_capacity(listing.entries.len());
    for entry in listing.entries {
        let Some(name) = &entry.name else { continue };
        let place = path.join(name)?;
        let held = (entry.kind == Kind::File).then_some(held);
        items.push(File::of(entry, &place, held));
    }
    Ok(Paged { items, next: listing.next.map(|name| name.as_str().to_owned()) })
}

async fn search(
    filesystem: &Filesystem,
    caller: &Caller,
    path: &VPath,
    text: &str,
    most: usize,
) -> Result<Paged<File>> {
    let found = filesystem.find(caller.session(), path, text, most).await?;
    Ok(Paged::whole(found.into_iter().map(|(place, entry)| File::of(entry, &place, None)).collect()))
}

//! Folders.

mod create;
mod folder;
mod list;

use axum::routing::get;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use folder::FolderQuery;

use crate::State;

/// The routes below `/api/rest/v1/folders`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).route("/", get(list::list))
}

/// The top folder has an empty path, which no wildcard matches: `/folders/`, as clients build the address.
pub fn top() -> OpenApiRouter<State> {
    OpenApiRouter::new().route("/folders/", get(list::list))
}

//! Folders.

mod create;
mod folder;
mod list;

use axum::routing::get;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use folder::FolderQuery;

use crate::State;

/// The routes below `/api/rest/v1/folders`. The top folder has an empty path, which no wildcard matches.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).route("/", get(list::list))
}

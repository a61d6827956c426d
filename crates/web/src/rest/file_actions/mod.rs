//! Acts on files and folders.

mod begin_upload;
mod copy;
mod file_action;
mod find;
mod metadata;
mod receive_part;
mod rename;
mod uploads;

use axum::routing::get;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use file_action::{BeginUpload, Destination, FileAction, FileUploadPart, MakeParents};
pub use receive_part::receive_part;
pub use uploads::Uploads;

use crate::State;

/// The routes below `/api/rest/v1/file_actions`. The top folder has an empty path, which no wildcard matches.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(begin_upload::begin_upload))
        .routes(routes!(copy::copy))
        .routes(routes!(rename::rename))
        .routes(routes!(find::find))
        .routes(routes!(metadata::metadata))
        .route("/find/", get(find::find))
        .route("/metadata/", get(metadata::metadata))
}

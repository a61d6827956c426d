//! Acts on files and folders.

mod begin_upload;
mod copy;
mod file_action;
mod find;
mod metadata;
mod rename;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use file_action::{BeginUpload, Destination, FileAction, FileUploadPart, MakeParents};

use crate::State;

/// The routes below `/api/rest/v1/file_actions`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(begin_upload::begin_upload))
        .routes(routes!(copy::copy))
        .routes(routes!(rename::rename))
        .routes(routes!(find::find))
        .routes(routes!(metadata::metadata))
}

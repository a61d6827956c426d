//! Files and their content.

mod create;
mod delete;
mod describe;
mod download;
mod file;
mod update;
mod upload;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use describe::{describe, find};
pub use file::{DeleteQuery, DownloadQuery, File, FileChange, FileType, FileUpload, FileUploadEtag, UploadQuery};

use crate::State;

/// The routes below `/api/rest/v1/files`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(
        download::download,
        upload::upload,
        create::create,
        update::update,
        delete::delete
    ))
}

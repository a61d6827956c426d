//! How a folder is listed.

use serde::Deserialize;
use utoipa::IntoParams;

/// What is listed of a folder.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FolderQuery {
    /// Entries below the folder whose names hold this, the nearest first, instead of the folder's own.
    pub search: Option<String>,
}

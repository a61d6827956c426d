//! How the audit log is exported.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// The form of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// Comma-separated values, with a heading.
    #[default]
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `csv` or `jsonl`.
    #[serde(default)]
    #[param(required = false)]
    pub format: ExportFormat,
}

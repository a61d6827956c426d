//! Whether the audit log is whole.

use serde::Serialize;
use utoipa::ToSchema;

/// What checking the hash chain showed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Verification {
    /// Whether every row is as it was written.
    pub intact: bool,
    /// How many rows were good, up to the first that isn't.
    pub rows: u64,
    /// The first row that isn't: its place in the log.
    pub first_broken: Option<i64>,
    /// What is wrong with it, in words.
    pub reason: Option<String>,
}

impl From<keyfold_audit::Verification> for Verification {
    fn from(found: keyfold_audit::Verification) -> Self {
        Self {
            intact: found.broken.is_none(),
            rows: found.rows,
            first_broken: found.broken.as_ref().map(|broken| broken.seq),
            reason: found.broken.map(|broken| broken.to_string()),
        }
    }
}

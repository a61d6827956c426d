//! What an open page is told.

use serde::Serialize;
use utoipa::ToSchema;

/// What an open page is told, as the `data` of a Server-Sent Event. That the session has ended is not told but done: the
/// stream breaks off, and a new one is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum PageEvent {
    /// The stream is open.
    Ready,
    /// What the person reaches may have changed: read again what is shown.
    AccessChanged,
}

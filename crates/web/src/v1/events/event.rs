//! What an open page is told.

use serde::Serialize;
use utoipa::ToSchema;

/// What an open page is told, as the `data` of a Server-Sent Event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum PageEvent {
    /// The stream is open.
    Ready,
    /// What the person reaches may have changed: read again what is shown.
    AccessChanged,
    /// The session has ended: sign in again.
    SessionCut,
}

//! Seats: who counts.

use serde::Serialize;
use utoipa::ToSchema;

/// How many people count as seats.
#[derive(Debug, Serialize, ToSchema)]
pub struct Seats {
    /// Now: people who signed in once and are not switched off.
    pub now: i64,
    /// All active accounts.
    pub active_users: i64,
    /// Active accounts that never signed in, and cost nothing.
    pub never_signed_in: i64,
}

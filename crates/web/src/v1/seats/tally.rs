//! Seats: who counts.

use keyfold_identity::{SeatDay, Sitter};
use keyfold_model::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::time::DateTime;

/// How many people count as seats.
#[derive(Debug, Serialize, ToSchema)]
pub struct Seats {
    /// Now: people who signed in once and are not switched off, and those whose seats are still held.
    pub now: i64,
    /// The most at once within the last 30 days.
    pub highest_30_days: i64,
    /// How many there may be; nothing: any number.
    pub cap: Option<i64>,
    /// All active accounts.
    pub active_users: i64,
    /// Active accounts that never signed in, and cost nothing.
    pub never_signed_in: i64,
}

/// How many seats there may be.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SeatCap {
    /// This many; nothing: any number. Those who have a seat keep it.
    pub cap: Option<i64>,
}

/// The most seats that were taken at once on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatsOfDay {
    /// The day in UTC: `2026-11-24`.
    pub day: String,
    /// How many.
    pub highest: i64,
}

impl SeatsOfDay {
    /// A day as it is shown.
    #[must_use]
    pub fn of(day: SeatDay) -> Self {
        let start = Timestamp::from_seconds(day.day * 24 * 3600).to_string();
        Self { day: start.chars().take(10).collect(), highest: day.highest }
    }
}

/// How many days are shown.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SeatHistoryQuery {
    /// This many, today included: 90 where nothing is said, 3,660 at the most.
    pub days: Option<i64>,
}

/// A person who takes a seat.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatOfPerson {
    /// The person's id.
    pub user_id: i64,
    /// The user name.
    pub username: String,
    /// The name to show.
    pub name: Option<String>,
    /// Whether the person can sign in.
    pub active: bool,
    /// The first sign-in.
    pub since: DateTime,
    /// The latest sign-in.
    pub last_signed_in_at: Option<DateTime>,
    /// Until when the seat of somebody who was switched off again is held.
    pub held_until: Option<DateTime>,
}

impl SeatOfPerson {
    /// A seat as it is shown.
    #[must_use]
    pub fn of(sitter: Sitter) -> Self {
        Self {
            user_id: sitter.seat.user.0,
            username: sitter.login,
            name: sitter.display_name,
            active: sitter.alive,
            since: sitter.seat.since.into(),
            last_signed_in_at: sitter.last_signed_in_at.map(DateTime),
            held_until: sitter.seat.freed_at.map(DateTime),
        }
    }
}

//! Rows of `seats` and `seat_days`: who takes a seat, and how many were taken on which day.

use keyfold_model::{Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// The seat of a person, since their first sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Whose.
    pub user: UserId,
    /// Since when.
    pub since: Timestamp,
    /// How often the person was switched off since then.
    pub disablings: i64,
    /// From then on it is free; none: it is taken.
    pub freed_at: Option<Timestamp>,
}

impl FromRow for Seat {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            user: UserId(row.try_get("user_id")?),
            since: decode::time(row, "since")?,
            disablings: row.try_get("disablings")?,
            freed_at: decode::optional_time(row, "freed_at")?,
        })
    }
}

/// A seat with the person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitter {
    /// The seat.
    pub seat: Seat,
    /// The login name.
    pub login: String,
    /// The name to show.
    pub display_name: Option<String>,
    /// The latest sign-in.
    pub last_signed_in_at: Option<Timestamp>,
    /// Whether the person can sign in.
    pub alive: bool,
}

impl FromRow for Sitter {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            seat: Seat::from_row(row)?,
            login: row.try_get("login")?,
            display_name: row.try_get("display_name")?,
            last_signed_in_at: decode::optional_time(row, "last_signed_in_at")?,
            alive: decode::truth(row, "alive")?,
        })
    }
}

/// The most seats that were taken at once on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Days since the epoch, in UTC.
    pub day: i64,
    /// How many.
    pub highest: i64,
}

impl FromRow for Day {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self { day: row.try_get("day")?, highest: row.try_get("highest")? })
    }
}

statements! {
    OF_USER = "SELECT * FROM seats WHERE user_id = $1";
    SET = "INSERT INTO seats (user_id, since, disablings, freed_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (user_id) DO UPDATE SET disablings = excluded.disablings, freed_at = excluded.freed_at";
    COUNT = "SELECT COUNT(*) FROM seats WHERE since <= $1 AND (freed_at IS NULL OR freed_at > $1)";
    SITTERS = "SELECT seats.*, users.login, users.display_name, users.last_signed_in_at, \
        CASE WHEN users.active_in_directory = 1 AND users.disabled_here = 0 AND users.deprovisioned_at IS NULL \
        AND users.deleted_at IS NULL THEN 1 ELSE 0 END AS alive \
        FROM seats JOIN users ON users.id = seats.user_id \
        WHERE (seats.freed_at IS NULL OR seats.freed_at > $1) AND seats.user_id > $2 ORDER BY seats.user_id LIMIT $3";
    NOTE_DAY = "INSERT INTO seat_days (day, highest) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET highest = \
        CASE WHEN excluded.highest > seat_days.highest THEN excluded.highest ELSE seat_days.highest END";
    DAYS = "SELECT * FROM seat_days WHERE day >= $1 ORDER BY day";
    LAST_DAY = "SELECT MAX(day) FROM seat_days";
}

/// The seat of a person, free or taken.
///
/// # Errors
/// The database fails.
pub async fn of_user(connection: &mut Connection, user: UserId) -> Result<Option<Seat>, Error> {
    Ok(query_as(OF_USER).bind(user.0).fetch_optional(connection).await?)
}

/// Writes the seat of a person. `since` stays what it was where there was one.
///
/// # Errors
/// The database fails.
pub async fn set(tx: &mut Tx, seat: &Seat) -> Result<(), Error> {
    query(SET)
        .bind(seat.user.0)
        .bind(seat.since.0)
        .bind(seat.disablings)
        .bind(seat.freed_at.map(|at| at.0))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// How many seats are taken at a moment, as far as is known now.
///
/// # Errors
/// The database fails.
pub async fn count(connection: &mut Connection, at: Timestamp) -> Result<i64, Error> {
    Ok(query_scalar(COUNT).bind(at.0).fetch_one(connection).await?)
}

/// Up to `most` people whose seats are taken at a moment, after `after`.
///
/// # Errors
/// The database fails.
pub async fn sitters(
    connection: &mut Connection,
    at: Timestamp,
    after: UserId,
    most: i64,
) -> Result<Vec<Sitter>, Error> {
    Ok(query_as(SITTERS).bind(at.0).bind(after.0).bind(most).fetch_all(connection).await?)
}

/// Notes that this many were taken on a day; the highest number stays.
///
/// # Errors
/// The database fails.
pub async fn note_day(tx: &mut Tx, day: Day) -> Result<(), Error> {
    query(NOTE_DAY).bind(day.day).bind(day.highest).execute(tx.connection()).await?;
    Ok(())
}

/// The days from this one on, as far as they are noted.
///
/// # Errors
/// The database fails.
pub async fn days(connection: &mut Connection, from: i64) -> Result<Vec<Day>, Error> {
    Ok(query_as(DAYS).bind(from).fetch_all(connection).await?)
}

/// The latest day that is noted.
///
/// # Errors
/// The database fails.
pub async fn last_day(connection: &mut Connection) -> Result<Option<i64>, Error> {
    Ok(query_scalar(LAST_DAY).fetch_one(connection).await?)
}

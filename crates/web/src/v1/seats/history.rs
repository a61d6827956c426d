//! Shows seats day by day.

use axum::extract::State;
use keyfold_identity::Seats;

use super::{SeatHistoryQuery, SeatsOfDay};
use crate::{Error, Result, caller::Caller, page::Paged, query::Query};

const USUAL: i64 = 90;
const MOST: i64 = 3_660;

/// Shows the most seats that were taken at once on each day, oldest first.
#[utoipa::path(
    get,
    path = "/history",
    tag = "seats",
    operation_id = "seats_history",
    params(SeatHistoryQuery),
    responses((status = 200, description = "The days, as far as they are known", body = Vec<SeatsOfDay>)),
)]
pub async fn history(
    State(seats): State<Seats>,
    caller: Caller,
    Query(query): Query<SeatHistoryQuery>,
) -> Result<Paged<SeatsOfDay>> {
    caller.site_reader()?;
    let days = query.days.unwrap_or(USUAL);
    if !(1..=MOST).contains(&days) {
        return Err(Error::invalid(format!("days is a number from 1 to {MOST}, not {days}.")));
    }
    Ok(Paged::whole(seats.history(days).await?.into_iter().map(SeatsOfDay::of).collect()))
}

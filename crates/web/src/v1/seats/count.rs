//! Counts seats.

use axum::{Json, extract::State};
use keyfold_identity::{
    Seats as Taken, UserField, Users,
    list::{Filter, Query},
};

use super::Seats;
use crate::{Result, caller::Caller};

/// Counts seats.
#[utoipa::path(
    get,
    path = "",
    tag = "seats",
    operation_id = "seats_count",
    responses((status = 200, description = "How many seats are taken", body = Seats)),
)]
pub async fn count(State(users): State<Users>, State(seats): State<Taken>, caller: Caller) -> Result<Json<Seats>> {
    caller.site_reader()?;
    let tally = seats.tally().await?;
    let never = Filter::absent(UserField::LastSignedInAt);
    Ok(Json(Seats {
        now: tally.now,
        highest_30_days: tally.highest,
        cap: tally.cap,
        active_users: total(&users, active()).await?,
        never_signed_in: total(&users, [active(), vec![never]].concat()).await?,
    }))
}

fn active() -> Vec<Filter<UserField>> {
    vec![Filter::integer(UserField::ActiveInDirectory, 1), Filter::integer(UserField::DisabledHere, 0)]
}

async fn total(users: &Users, conditions: Vec<Filter<UserField>>) -> Result<i64> {
    Ok(users.list(Query { filter: Filter::All(conditions), limit: 0, ..Query::default() }).await?.total)
}

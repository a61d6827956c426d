//! Counts seats.

use axum::{Json, extract::State};
use keyfold_identity::{
    UserField, Users,
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
pub async fn count(State(users): State<Users>, caller: Caller) -> Result<Json<Seats>> {
    caller.site_reader()?;
    let active_users = total(&users, active()).await?;
    let now = total(&users, [active(), vec![Filter::Present(UserField::LastSignedInAt)]].concat()).await?;
    Ok(Json(Seats { now, active_users, never_signed_in: active_users - now }))
}

fn active() -> Vec<Filter<UserField>> {
    vec![Filter::integer(UserField::ActiveInDirectory, 1), Filter::integer(UserField::DisabledHere, 0)]
}

async fn total(users: &Users, conditions: Vec<Filter<UserField>>) -> Result<i64> {
    Ok(users.list(Query { filter: Filter::All(conditions), limit: 0, ..Query::default() }).await?.total)
}

//! Lists who takes a seat.

use axum::extract::State;
use keyfold_identity::Seats;
use keyfold_model::UserId;

use super::SeatOfPerson;
use crate::{
    Result,
    caller::Caller,
    page::{Page, Paged},
};

/// Lists who takes a seat now.
#[utoipa::path(
    get,
    path = "/people",
    tag = "seats",
    operation_id = "seats_people",
    params(Page),
    responses((status = 200, description = "The people, in the order of their ids", body = Vec<SeatOfPerson>)),
)]
pub async fn people(State(seats): State<Seats>, caller: Caller, page: Page) -> Result<Paged<SeatOfPerson>> {
    caller.site_reader()?;
    let items: Vec<SeatOfPerson> =
        seats.people(UserId(page.number()?), page.most()).await?.into_iter().map(SeatOfPerson::of).collect();
    let full = items.len() == page.per_page;
    let next = items.last().filter(|_| full).map(|last| last.user_id.to_string());
    Ok(Paged { items, next })
}

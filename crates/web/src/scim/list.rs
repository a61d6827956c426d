//! A part of a list, as the database is asked for it.

use keyfold_identity::{
    list,
    resources::{self, Condition},
};
use keyfold_scim::{
    Result,
    list::{Query, SortOrder},
};
use serde_json::Value;

use super::filter::Translation;

/// How many resources to skip, and how many to give.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub offset: u64,
    pub count: u64,
}

/// Resources of one type, and how many there are in all.
#[derive(Debug)]
pub struct Found {
    pub total: u64,
    pub resources: Vec<Value>,
}

/// The query to the database.
///
/// # Errors
/// The order can't be asked for.
pub fn query(translation: Translation<'_>, query: &Query, window: Window) -> Result<resources::Query> {
    let condition = query.filter.as_ref().map_or(Condition::ALWAYS, |filter| translation.condition(filter));
    let sort = match &query.sort {
        Some(sort) => translation.key(&sort.by)?.map(|key| (key, order(sort.order))),
        None => None,
    };
    let bounded = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    Ok(resources::Query { condition, sort, offset: bounded(window.offset), limit: bounded(window.count) })
}

const fn order(order: SortOrder) -> list::Order {
    match order {
        SortOrder::Ascending => list::Order::Ascending,
        SortOrder::Descending => list::Order::Descending,
    }
}

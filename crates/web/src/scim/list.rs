//! A part of a list, as the database is asked for it.

use keyfold_identity::list;
use keyfold_scim::{
    Result,
    list::{Query, SortOrder},
};
use serde_json::Value;

use super::filter::{self, Columns, GroupsOf};

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
/// The filter or the order can't be asked for.
pub fn query<F: Columns>(query: &Query, window: Window, groups_of: &GroupsOf) -> Result<list::Query<F>> {
    let filter = match &query.filter {
        Some(filter) => filter::condition(filter, groups_of)?,
        None => filter::everything(),
    };
    let sort = match &query.sort {
        Some(sort) => filter::sort_column(&sort.by)?.map(|field| (field, order(sort.order))),
        None => None,
    };
    let bounded = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    Ok(list::Query { filter, sort, offset: bounded(window.offset), limit: bounded(window.count) })
}

const fn order(order: SortOrder) -> list::Order {
    match order {
        SortOrder::Ascending => list::Order::Ascending,
        SortOrder::Descending => list::Order::Descending,
    }
}

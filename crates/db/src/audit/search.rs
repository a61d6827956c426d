//! Searching the audit log, newest first. Each condition has an index that also has the order, so that a page costs what
//! it shows, however many rows there are.

use sea_query::{Alias, Condition, Expr, ExprTrait as _, Query, SelectStatement, UnionType};

use super::{COLUMNS, Row};
use crate::{
    Connection, Error,
    keyset::{self, Direction, Keyset, Page, Slice, filter},
};

const TABLE: &str = "audit_events";
/// How much of a path is in the index, in characters (`migrations/0004_audit.sql`).
const INDEXED: usize = 400;
/// Below a folder with at most so many rows, they are found by their paths and sorted; below one with more, a page fills
/// soon by going back in time.
const FEW: u64 = 20_000;

/// Which rows: those that meet every condition that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The person who answers for it: the actor, or for whom the actor acted.
    pub person: Option<i64>,
    /// On this path or below, from it or to it; without leading slash.
    pub path: Option<String>,
    /// This action.
    pub action: Option<String>,
    /// Over this interface.
    pub interface: Option<String>,
    /// From this address.
    pub remote_ip: Option<String>,
    /// With this outcome.
    pub outcome: Option<String>,
    /// On this target.
    pub target: Option<Target>,
    /// At this moment or later, in microseconds since the epoch.
    pub from: Option<i64>,
    /// Before this moment.
    pub until: Option<i64>,
}

/// What was acted upon, where it is no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its kind: `user`, `group`…
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// A page of the rows that a filter lets through, newest first.
///
/// # Errors
/// The cursor is not one of this list, or the database can't be read.
pub async fn search(connection: &mut Connection, filter: &Filter, page: &Page) -> Result<Slice<Row>, Error> {
    let mut list = Keyset::of(TABLE, COLUMNS).filter(conditions(filter)).order(&["at", "seq"], Direction::Descending);
    if let Some(path) = filter.path.as_deref().filter(|path| !path.is_empty()) {
        let few = keyset::count_up_to(connection, below(path), FEW + 1).await? <= FEW;
        list = list.filter(if few { Expr::col(Alias::new("seq")).in_subquery(below(path)) } else { anywhere(path) });
    }
    list.fetch(connection, page, Row::read).await
}

fn conditions(filter: &Filter) -> Condition {
    let text = |column, value: &Option<String>| value.as_ref().map(|value| filter::equals(column, value.as_str()));
    Condition::all()
        .add_option(filter.person.map(|person| filter::equals("person_id", person)))
        .add_option(text("action", &filter.action))
        .add_option(text("interface", &filter.interface))
        .add_option(text("remote_ip", &filter.remote_ip))
        .add_option(text("outcome", &filter.outcome))
        .add_option(text("target_type", &filter.target.as_ref().map(|target| target.kind.clone())))
        .add_option(text("target_id", &filter.target.as_ref().map(|target| target.id.clone())))
        .add_option(filter.from.map(|from| filter::at_least("at", from)))
        .add_option(filter.until.map(|until| filter::below("at", until)))
        // The index of outcomes leaves out the one that nearly all rows have.
        .add_option(filter.outcome.as_ref().filter(|outcome| *outcome != "ok").map(|_| Expr::cust("outcome <> 'ok'")))
}

/// The numbers of the rows on this path or below, found in the indices of paths.
fn below(path: &str) -> SelectStatement {
    let mut rows = rows_below("path", "substr(path, 1, 400)", path);
    rows.union(UnionType::All, rows_below("destination", "substr(destination, 1, 400)", path));
    rows
}

fn rows_below(column: &'static str, indexed: &'static str, path: &str) -> SelectStatement {
    let beginning: String = path.chars().take(INDEXED).collect();
    let mut rows = Query::select();
    rows.column(Alias::new("seq")).from(Alias::new(TABLE)).and_where(Expr::col(Alias::new(column)).is_not_null());
    rows.and_where(filter::range(Expr::cust(indexed), &beginning))
        .and_where(is_within(Expr::col(Alias::new(column)), path));
    rows
}

/// The same as a condition that no index serves, so that the engine goes through the rows in the order of the list.
fn anywhere(path: &str) -> Expr {
    is_within(Expr::cust("(path || '')"), path).or(is_within(Expr::cust("(destination || '')"), path))
}

fn is_within(column: Expr, path: &str) -> Expr {
    column.clone().eq(Expr::val(path)).or(filter::range(column, &format!("{path}/")))
}

//! Searching the audit log, newest first. Each condition has an index that also has the order, so that a page costs what
//! it shows, however many rows there are.

use sea_query::{Alias, Condition, Expr, ExprTrait as _};

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
const FEW: i64 = 20_000;

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
        let few = keyset::scalar(connection, count_below(path)).await? <= FEW;
        list = list.filter(if few { below(path) } else { anywhere(path) });
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

/// The rows on this path or below, found by the indices of paths. sea-query writes a UNION that SQLite doesn't read.
fn below(path: &str) -> Expr {
    let rows = "seq IN (SELECT seq FROM audit_events WHERE $1 UNION ALL SELECT seq FROM audit_events WHERE $2
        UNION ALL SELECT seq FROM audit_events WHERE $3 UNION ALL SELECT seq FROM audit_events WHERE $4)";
    Expr::cust_with_exprs(rows, by_index(path))
}

/// How many they are, counting not much further than [`FEW`].
fn count_below(path: &str) -> Expr {
    let count =
        "(SELECT COUNT(*) FROM (SELECT 1 FROM audit_events WHERE $1 UNION ALL SELECT 1 FROM audit_events WHERE $2
        UNION ALL SELECT 1 FROM audit_events WHERE $3 UNION ALL SELECT 1 FROM audit_events WHERE $4
        LIMIT 20001) counted)";
    Expr::cust_with_exprs(count, by_index(path))
}

/// The path itself and what is below it, each on its own: `a` must not lead through all of `archive`.
fn by_index(path: &str) -> [Expr; 4] {
    let indexed = |text: &str| text.chars().take(INDEXED).collect::<String>();
    let itself = |column, index| filter::equals(column, path).and(Expr::cust(index).eq(Expr::val(indexed(path))));
    let top = format!("{path}/");
    let inside = |column, index| {
        let column = Expr::col(Alias::new(column));
        let present = column.clone().is_not_null();
        present.and(filter::range(Expr::cust(index), &indexed(&top))).and(filter::range(column, &top))
    };
    let (path_index, destination_index) = ("substr(path, 1, 400)", "substr(destination, 1, 400)");
    [
        itself("path", path_index),
        inside("path", path_index),
        itself("destination", destination_index),
        inside("destination", destination_index),
    ]
}

/// The same as a condition that no index serves, so that the engine goes through the rows in the order of the list.
fn anywhere(path: &str) -> Expr {
    is_within(Expr::cust("(path || '')"), path).or(is_within(Expr::cust("(destination || '')"), path))
}

fn is_within(column: Expr, path: &str) -> Expr {
    column.clone().eq(Expr::val(path)).or(filter::range(column, &format!("{path}/")))
}

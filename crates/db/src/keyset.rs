//! Lists too long to count: logs. A page begins after the row at which another ended, so that the thousandth costs what
//! the first does, and rows that arrive meanwhile shift nothing. (Lists with a total and an offset: [`crate::list`].)
//!
//! A table family's file builds a [`Keyset`] out of the columns it knows; callers see only [`Page`], [`Cursor`] and
//! [`Slice`]. Names of tables and columns are constants of this crate, never what a client sent; values are bound.

mod cursor;
pub(crate) mod filter;

use sea_query::{Alias, Cond, Expr, ExprTrait, Order, PostgresQueryBuilder, Query, SelectStatement, Value};

pub use cursor::{Cursor, CursorError};

use crate::{
    Connection, Error,
    sql::{self, Row, query},
};

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// After which place; nothing: from the beginning.
    pub after: Option<Cursor>,
    /// How many rows at the most.
    pub limit: u32,
}

impl Page {
    /// The first rows.
    #[must_use]
    pub const fn first(limit: u32) -> Self {
        Self { after: None, limit }
    }

    /// The rows after a cursor.
    #[must_use]
    pub const fn after(cursor: Cursor, limit: u32) -> Self {
        Self { after: Some(cursor), limit }
    }
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins; nothing if this is the last.
    pub next: Option<Cursor>,
}

/// Which end of a list comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// A list being built.
///
/// ```text
/// Keyset::of("users", COLUMNS)
///     .filter(filter::equals("connection_id", connection.0))
///     .order(&["login_folded", "id"], Direction::Ascending)
///     .fetch(connection, &page, User::read)
///     .await
/// ```
#[derive(Clone, Debug)]
pub(crate) struct Keyset {
    table: &'static str,
    columns: &'static [&'static str],
    filter: Cond,
    order: Vec<&'static str>,
    direction: Direction,
}

impl Keyset {
    /// All rows of a table.
    pub fn of(table: &'static str, columns: &'static [&'static str]) -> Self {
        let filter = Cond::all();
        Self { table, columns, filter, order: Vec::new(), direction: Direction::Ascending }
    }

    /// Only those rows, out of the ones so far. See [`filter`].
    pub fn filter(mut self, condition: impl Into<sea_query::Condition>) -> Self {
        self.filter = self.filter.add(condition.into());
        self
    }

    /// In the order of these columns, which must not be NULL; the last must be unique, or none be repeated.
    pub fn order(mut self, columns: &[&'static str], direction: Direction) -> Self {
        self.order = columns.to_vec();
        self.direction = direction;
        self
    }

    /// The rows of the page and where the next begins.
    ///
    /// # Errors
    /// The cursor is not one of this list, or the database can't be read.
    pub async fn fetch<T>(
        self,
        connection: &mut Connection,
        page: &Page,
        read: impl Fn(&Row) -> Result<T, sql::Error>,
    ) -> Result<Slice<T>, Error> {
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let mut found = self.select(page)?.fetch_all(connection).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = match found.last() {
            Some(last) if more => Some(Cursor::of(last, &self.order)?),
            _ => None,
        };
        let rows = found.iter().map(read).collect::<Result<_, sql::Error>>()?;
        Ok(Slice { rows, next })
    }

    /// One row more than the page holds, so that its end is known without counting.
    fn select(&self, page: &Page) -> Result<sql::Query<'static>, Error> {
        let mut select = Query::select();
        select
            .columns(self.columns.iter().map(|name| Alias::new(*name)))
            .from(Alias::new(self.table))
            .cond_where(self.filter.clone())
            .limit(u64::from(page.limit) + 1);
        let order = match self.direction {
            Direction::Ascending => Order::Asc,
            Direction::Descending => Order::Desc,
        };
        for column in &self.order {
            select.order_by(Alias::new(*column), order.clone());
        }
        if let Some(cursor) = &page.after {
            let columns = Expr::tuple(self.order.iter().map(|name| Expr::col(Alias::new(*name))));
            let values = Expr::tuple(cursor.values(self.order.len())?.into_iter().map(Expr::val));
            select.and_where(match self.direction {
                Direction::Ascending => columns.gt(values),
                Direction::Descending => columns.lt(values),
            });
        }
        build(&select)
    }
}

/// The value of an expression that is an integer.
///
/// # Errors
/// The database can't be read.
pub(crate) async fn scalar(connection: &mut Connection, expression: Expr) -> Result<i64, Error> {
    Ok(build(Query::select().expr(expression))?.fetch_one(connection).await?.try_get(0)?)
}

/// PostgreSQL's spelling (`$1`, names in double quotes) is SQLite's too.
fn build(select: &SelectStatement) -> Result<sql::Query<'static>, Error> {
    let (sql, values) = select.build(PostgresQueryBuilder);
    values.into_iter().try_fold(query(sql), bind)
}

/// Filters and pages are made of integers and texts.
fn bind(query: sql::Query<'static>, value: Value) -> Result<sql::Query<'static>, Error> {
    if let Value::BigInt(value) = value {
        Ok(query.bind(value))
    } else if let Value::BigUnsigned(value) = value {
        Ok(query.bind(value.map(|value| i64::try_from(value).unwrap_or(i64::MAX))))
    } else if let Value::String(value) = value {
        Ok(query.bind(value))
    } else {
        Err(sql::Error::Type { column: format!("{value:?}") }.into())
    }
}

#[cfg(test)]
mod tests {
    use sea_query::ExprTrait as _;

    use super::*;

    const COLUMNS: &[&str] = &["id", "name"];

    async fn people() -> Connection {
        let mut connection = Connection::in_memory();
        let rows = "CREATE TABLE people (id BIGINT, name TEXT);
            INSERT INTO people VALUES (1, 'ann'), (2, 'bob'), (3, 'ann'), (4, 'an%'), (5, 'joann')";
        connection.script(rows).await.expect("rows");
        connection
    }

    async fn ids(connection: &mut Connection, condition: Expr) -> Vec<i64> {
        let list = Keyset::of("people", COLUMNS).filter(condition).order(&["id"], Direction::Ascending);
        list.fetch(connection, &Page::first(10), |row| row.try_get("id")).await.expect("rows").rows
    }

    #[tokio::test]
    async fn pages_by_cursor_show_every_row_once() {
        let mut connection = people().await;
        for (direction, expected) in [(Direction::Ascending, [4, 1, 3, 2, 5]), (Direction::Descending, [5, 2, 3, 1, 4])]
        {
            let mut seen: Vec<i64> = Vec::new();
            let mut page = Page::first(2);
            loop {
                let list = Keyset::of("people", COLUMNS).order(&["name", "id"], direction);
                let slice = list.fetch(&mut connection, &page, |row| row.try_get::<i64>("id")).await.expect("rows");
                seen.extend(slice.rows);
                let Some(next) = slice.next else { break };
                page = Page::after(next.to_string().parse().expect("a cursor"), 2);
            }
            assert_eq!(seen, expected);
        }
    }

    #[tokio::test]
    async fn conditions_on_texts_take_them_literally() {
        let mut connection = people().await;
        assert_eq!(ids(&mut connection, filter::range(Expr::col(Alias::new("name")), "an")).await, [1, 3, 4]);
        assert_eq!(ids(&mut connection, filter::range(Expr::col(Alias::new("name")), "an%")).await, [4]);
        assert_eq!(ids(&mut connection, filter::contains("name", "ann")).await, [1, 3, 5]);
        assert_eq!(ids(&mut connection, filter::at_least("id", 2_i64).and(filter::below("id", 4_i64))).await, [2, 3]);
    }

    #[tokio::test]
    async fn a_cursor_of_another_list_is_refused() {
        let mut connection = people().await;
        let list = Keyset::of("people", COLUMNS).order(&["id"], Direction::Ascending);
        let page = Page::after("i1.i2".parse().expect("a cursor"), 2);
        let refused = list.fetch(&mut connection, &page, |row| row.try_get::<i64>("id")).await;
        assert!(matches!(refused, Err(Error::Cursor(CursorError))));
    }
}

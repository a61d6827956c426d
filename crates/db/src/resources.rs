//! People and groups as SCIM asks for them: any attribute in a filter, any as the order. (Lists over the columns of one
//! table: [`crate::list`].)
//!
//! A person's attributes without a column are rows of `attribute_values`; the groups of a person and the members of a group
//! are rows of `memberships`. A condition on one element of such a list, with all its parts, is [`Condition::AnyOf`].
//!
//! Texts are compared by their bytes: callers fold them as they are stored.

mod condition;
mod moment;
mod order;

use keyfold_model::{ConnectionId, GroupId, UserId};

use crate::{
    Connection, Error,
    groups::Group,
    list::{Operator, Order, Page, Value},
    sql::{FromRow, query_as, query_scalar},
    users::User,
};
use condition::Sql;

/// Which resources. A comparison with an absent value does not hold, and its negation does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// All of them; holds where there is none.
    All(Vec<Condition>),
    /// Any of them; does not hold where there is none.
    Any(Vec<Condition>),
    /// Not that one.
    Not(Box<Condition>),
    /// The resource, or the element inside [`Condition::AnyOf`], has a value there.
    Present(Operand),
    /// The value there compares so.
    Compare(Operand, Operator, Value),
    /// One element of the list meets the whole condition, in which operands are those of the element.
    AnyOf(List, Box<Condition>),
}

/// Where a value is: of the resource, or of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// The id in SCIM.
    ScimId,
    /// The directory's own identifier.
    ExternalId,
    /// The folded login name of a person, the folded name of a group.
    Name,
    /// 1 while the directory says that the person is active.
    Active,
    /// When it was made, in microseconds.
    CreatedAt,
    /// When it was changed last, in microseconds.
    UpdatedAt,
    /// One of the moments before, as RFC 3339 writes it in UTC.
    Written(Box<Operand>),
    /// The version between these two texts.
    Version(&'static str, &'static str),
    /// The URL: this text and the id in SCIM.
    Location(String),
    /// What members are shown as, in lower case.
    Shown,
    /// The person's attribute value of this path. Inside [`Condition::AnyOf`]: that of the same element.
    Value(String),
}

/// A list of elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum List {
    /// The elements of a person's attribute: those with a value of any of these paths.
    Values(Vec<String>),
    /// The groups of this directory that a person is in by its word.
    Groups,
    /// The people of this directory who are in a group by its word.
    Members,
}

/// What a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A value of the resource.
    Operand(Operand),
    /// The person's attribute value of this path: that of the element which the second path calls primary, or else the
    /// first one.
    PrimaryValue(String, String),
    /// The smallest value among a list's elements.
    Smallest(List, Operand),
}

/// What is asked of a list.
#[derive(Clone, Debug)]
pub struct Query {
    /// Which resources.
    pub condition: Condition,
    /// In what order; equals are in the order of their ids here.
    pub sort: Option<(Key, Order)>,
    /// How many come before the page.
    pub offset: i64,
    /// How many the page has at the most; 0 asks for the total alone.
    pub limit: i64,
}

impl Default for Query {
    /// The first hundred of all.
    fn default() -> Self {
        Self { condition: Condition::All(Vec::new()), sort: None, offset: 0, limit: 100 }
    }
}

impl Condition {
    /// What holds for every resource.
    pub const ALWAYS: Self = Self::All(Vec::new());
    /// What holds for none.
    pub const NEVER: Self = Self::Any(Vec::new());

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }
}

/// Whose resources, and of which kind.
#[derive(Clone, Copy)]
struct Scope {
    directory: ConnectionId,
    table: &'static str,
    visible: &'static str,
}

impl Scope {
    const fn people(directory: ConnectionId) -> Self {
        Self { directory, table: "users", visible: " AND r.deprovisioned_at IS NULL AND r.deleted_at IS NULL" }
    }

    const fn groups(directory: ConnectionId) -> Self {
        Self { directory, table: "groups", visible: "" }
    }
}

/// The people of a directory whom SCIM sees and the query asks for, and how many there are in all.
///
/// # Errors
/// The database fails.
pub async fn people(connection: &mut Connection, directory: ConnectionId, query: &Query) -> Result<Page<User>, Error> {
    fetch(connection, Scope::people(directory), query).await
}

/// The groups of a directory that the query asks for, and how many there are in all.
///
/// # Errors
/// The database fails.
pub async fn groups(connection: &mut Connection, directory: ConnectionId, query: &Query) -> Result<Page<Group>, Error> {
    fetch(connection, Scope::groups(directory), query).await
}

/// The members of a group, by the directory's word, who meet a condition on an element of [`List::Members`].
///
/// # Errors
/// The database fails.
pub async fn members_matching(
    connection: &mut Connection,
    directory: ConnectionId,
    group: GroupId,
    condition: &Condition,
) -> Result<Vec<UserId>, Error> {
    let mut sql = Sql::new(directory);
    sql.members_of(group, condition);
    let statement = query_scalar(sql.text).bind_all(sql.values);
    let ids: Vec<i64> = statement.fetch_all(connection).await?;
    Ok(ids.into_iter().map(UserId).collect())
}

async fn fetch<T>(connection: &mut Connection, scope: Scope, query: &Query) -> Result<Page<T>, Error>
where
    T: FromRow,
{
    let mut rows = Vec::new();
    if query.limit > 0 {
        let sql = select("r.*", scope, query);
        let statement = query_as(sql.text).bind_all(sql.values);
        rows = statement.fetch_all(&mut *connection).await?;
    }
    let found = rows.len() as i64;
    // A page that isn't full is the last one: nothing has to be counted. An empty one may lie beyond the end.
    if found > 0 && found < query.limit || found == 0 && query.limit > 0 && query.offset <= 0 {
        return Ok(Page { rows, total: query.offset.max(0) + found });
    }
    let all = Query { condition: query.condition.clone(), sort: None, offset: 0, limit: 0 };
    let sql = select("COUNT(*)", scope, &all);
    let statement = query_scalar(sql.text).bind_all(sql.values);
    Ok(Page { rows, total: statement.fetch_one(connection).await? })
}

fn select(what: &str, scope: Scope, query: &Query) -> Sql {
    let mut sql = Sql::new(scope.directory);
    let Scope { table, visible, .. } = scope;
    // SQLite knows nothing of how many there are, and would go through everybody of the directory: the plus sign takes that
    // index away where the few that a list means can be looked up.
    let plus = if means_few(&query.condition) { "+" } else { "" };
    sql.push(&format!("SELECT {what} FROM {table} r WHERE {plus}r.connection_id = $1{visible} AND "));
    sql.condition(table, &query.condition);
    if query.limit > 0 {
        sql.push(" ORDER BY ");
        if let Some((key, order)) = &query.sort {
            sql.order(table, key, *order);
            sql.push(", ");
        }
        sql.push(&format!("r.id LIMIT {} OFFSET {}", query.limit, query.offset.max(0)));
    }
    sql
}

/// Whether a condition that must hold is one on an element that is equal to something.
fn means_few(condition: &Condition) -> bool {
    fn has_equal(condition: &Condition) -> bool {
        match condition {
            Condition::All(terms) => terms.iter().any(has_equal),
            Condition::Compare(_, operator, _) => *operator == Operator::Equal,
            Condition::Any(_) | Condition::Not(_) | Condition::Present(_) | Condition::AnyOf(..) => false,
        }
    }
    match condition {
        Condition::All(terms) => terms.iter().any(means_few),
        Condition::AnyOf(_, inner) => has_equal(inner),
        Condition::Any(_) | Condition::Not(_) | Condition::Present(_) | Condition::Compare(..) => false,
    }
}

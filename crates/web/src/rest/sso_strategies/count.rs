//! Counts the people of a connection.

use keyfold_identity::{
    Error, UserField, Users,
    list::{Filter, Query},
};
use keyfold_model::ConnectionId;

/// How many people belong to a connection, those that it deleted left out.
pub async fn count(users: &Users, connection: ConnectionId) -> Result<i64, Error> {
    let own = Filter::integer(UserField::Connection, connection.0);
    let filter = own.and(Filter::absent(UserField::DeprovisionedAt));
    Ok(users.list(Query { filter, limit: 0, ..Query::default() }).await?.total)
}

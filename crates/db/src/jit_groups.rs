//! Rows of `jit_groups`: the groups that a sign-in made and that SCIM has not taken over.

use keyfold_model::GroupId;

use crate::{
    Connection, Error, Tx,
    sql::{query, query_scalar},
    statement::statements,
};

statements! {
    INSERT = "INSERT INTO jit_groups (group_id) VALUES ($1) ON CONFLICT (group_id) DO NOTHING";
    DELETE = "DELETE FROM jit_groups WHERE group_id = $1";
    COUNT = "SELECT COUNT(*) FROM jit_groups WHERE group_id = $1";
}

/// Notes that a sign-in made the group.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, group: GroupId) -> Result<(), Error> {
    query(INSERT).bind(group.0).execute(tx.connection()).await?;
    Ok(())
}

/// Forgets it. True where a sign-in had made the group.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, group: GroupId) -> Result<bool, Error> {
    Ok(query(DELETE).bind(group.0).execute(tx.connection()).await? > 0)
}

/// Whether a sign-in made the group.
///
/// # Errors
/// The database fails.
pub async fn contains(connection: &mut Connection, group: GroupId) -> Result<bool, Error> {
    let count: i64 = query_scalar(COUNT).bind(group.0).fetch_one(connection).await?;
    Ok(count > 0)
}

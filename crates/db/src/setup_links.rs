//! Rows of `setup_links`: the one-time links that make the first administrator, as hashes.

use keyfold_model::Timestamp;

use crate::{
    Connection, Error, Tx,
    sql::{query, query_scalar},
    statement::statements,
};

statements! {
    INSERT = "INSERT INTO setup_links (token_hash, created_at, expires_at) VALUES ($1, $2, $3)";
    IS_OPEN = "SELECT COUNT(*) FROM setup_links WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
    USE = "UPDATE setup_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
    CLOSE_ALL = "UPDATE setup_links SET used_at = $1 WHERE used_at IS NULL";
}

/// Writes a new link.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, token_hash: &str, created_at: Timestamp, expires_at: Timestamp) -> Result<(), Error> {
    query(INSERT).bind(token_hash).bind(created_at.0).bind(expires_at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Whether the link could be used now.
///
/// # Errors
/// The database fails.
pub async fn is_open(connection: &mut Connection, token_hash: &str, now: Timestamp) -> Result<bool, Error> {
    let count: i64 = query_scalar(IS_OPEN).bind(token_hash).bind(now.0).fetch_one(connection).await?;
    Ok(count > 0)
}

/// Uses the link up. True for exactly one caller.
///
/// # Errors
/// The database fails.
pub async fn use_up(tx: &mut Tx, token_hash: &str, now: Timestamp) -> Result<bool, Error> {
    let changed = query(USE).bind(token_hash).bind(now.0).execute(tx.connection()).await?;
    Ok(changed == 1)
}

/// Closes every link that is still open.
///
/// # Errors
/// The database fails.
pub async fn close_all(tx: &mut Tx, now: Timestamp) -> Result<(), Error> {
    query(CLOSE_ALL).bind(now.0).execute(tx.connection()).await?;
    Ok(())
}

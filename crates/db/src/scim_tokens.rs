//! Rows of `scim_tokens`: bearer tokens of directories, as hashes.

use keyfold_model::{ConnectionId, ScimTokenId, Timestamp};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// A token of a directory's SCIM client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScimToken {
    /// Its id.
    pub id: ScimTokenId,
    /// Whose it is.
    pub connection: ConnectionId,
    /// What people call it.
    pub label: String,
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// How it begins, to tell it from others.
    pub hint: String,
    /// From then on it is refused.
    pub expires_at: Timestamp,
    /// When that was said last.
    pub expiry_set_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was used last.
    pub last_used_at: Option<Timestamp>,
    /// From where it was used last.
    pub last_used_ip: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl FromRow for ScimToken {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: ScimTokenId(row.try_get("id")?),
            connection: ConnectionId(row.try_get("connection_id")?),
            label: row.try_get("label")?,
            token_hash: row.try_get("token_hash")?,
            hint: row.try_get("hint")?,
            expires_at: decode::time(row, "expires_at")?,
            expiry_set_at: decode::time(row, "expiry_set_at")?,
            revoked_at: decode::optional_time(row, "revoked_at")?,
            last_used_at: decode::optional_time(row, "last_used_at")?,
            last_used_ip: row.try_get("last_used_ip")?,
            created_at: decode::time(row, "created_at")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO scim_tokens (id, connection_id, label, token_hash, hint, expires_at, created_at, expiry_set_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";
    BY_ID = "SELECT * FROM scim_tokens WHERE id = $1";
    BY_HASH = "SELECT * FROM scim_tokens WHERE token_hash = $1";
    OF_CONNECTION = "SELECT * FROM scim_tokens WHERE connection_id = $1 ORDER BY id";
    SET_EXPIRY = "UPDATE scim_tokens SET expires_at = $2, expiry_set_at = $3 WHERE id = $1";
    RELABEL = "UPDATE scim_tokens SET label = $2 WHERE id = $1";
    ALL = "SELECT * FROM scim_tokens ORDER BY connection_id, id";
    REVOKE = "UPDATE scim_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    USED = "UPDATE scim_tokens SET last_used_at = $2, last_used_ip = $3 WHERE id = $1";
    DELETE_OF_CONNECTION = "DELETE FROM scim_tokens WHERE connection_id = $1";
}

/// Writes a new row.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, token: &ScimToken) -> Result<(), Error> {
    query(INSERT)
        .bind(token.id.0)
        .bind(token.connection.0)
        .bind(&token.label)
        .bind(&token.token_hash)
        .bind(&token.hint)
        .bind(token.expires_at.0)
        .bind(token.created_at.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// A token.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: ScimTokenId) -> Result<Option<ScimToken>, Error> {
    Ok(query_as(BY_ID).bind(id.0).fetch_optional(connection).await?)
}

/// The token of this hash.
///
/// # Errors
/// The database fails.
pub async fn find_by_hash(connection: &mut Connection, token_hash: &str) -> Result<Option<ScimToken>, Error> {
    Ok(query_as(BY_HASH).bind(token_hash).fetch_optional(connection).await?)
}

/// The tokens of a connection, oldest first.
///
/// # Errors
/// The database fails.
pub async fn of_connection(connection: &mut Connection, directory: ConnectionId) -> Result<Vec<ScimToken>, Error> {
    Ok(query_as(OF_CONNECTION).bind(directory.0).fetch_all(connection).await?)
}

/// Every token, those of a connection together, oldest first.
///
/// # Errors
/// The database fails.
pub async fn all(connection: &mut Connection) -> Result<Vec<ScimToken>, Error> {
    Ok(query_as(ALL).fetch_all(connection).await?)
}

/// Calls a token something else.
///
/// # Errors
/// The database fails.
pub async fn relabel(tx: &mut Tx, id: ScimTokenId, label: &str) -> Result<(), Error> {
    query(RELABEL).bind(id.0).bind(label).execute(tx.connection()).await?;
    Ok(())
}

/// Moves a token's expiry.
///
/// # Errors
/// The database fails.
pub async fn set_expiry(tx: &mut Tx, id: ScimTokenId, at: Timestamp, now: Timestamp) -> Result<(), Error> {
    query(SET_EXPIRY).bind(id.0).bind(at.0).bind(now.0).execute(tx.connection()).await?;
    Ok(())
}

/// Revokes a token. True where it was not revoked before.
///
/// # Errors
/// The database fails.
pub async fn revoke(tx: &mut Tx, id: ScimTokenId, at: Timestamp) -> Result<bool, Error> {
    let changed = query(REVOKE).bind(id.0).bind(at.0).execute(tx.connection()).await?;
    Ok(changed > 0)
}

/// Notes a token's use.
///
/// # Errors
/// The database fails.
pub async fn used(tx: &mut Tx, id: ScimTokenId, at: Timestamp, ip: &str) -> Result<(), Error> {
    query(USED).bind(id.0).bind(at.0).bind(ip).execute(tx.connection()).await?;
    Ok(())
}

/// Deletes the tokens of a connection.
///
/// # Errors
/// The database fails.
pub async fn delete_of_connection(tx: &mut Tx, directory: ConnectionId) -> Result<(), Error> {
    query(DELETE_OF_CONNECTION).bind(directory.0).execute(tx.connection()).await?;
    Ok(())
}

//! Rows of `web_sessions`: signed-in browsers, by the hash of their cookie.

use keyfold_model::{SessionId, Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebSession {
    /// Its id; that of the live session, too.
    pub id: SessionId,
    /// SHA-256 of the cookie, in hexadecimal.
    pub token_hash: String,
    /// Whose it is.
    pub user: UserId,
    /// The person's access epoch when it began.
    pub access_epoch: i64,
    /// What the CSRF token of the session is.
    pub csrf_secret: String,
    /// Where it began.
    pub remote_ip: String,
    /// What the browser says it is.
    pub client: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was used last, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends unless it is used.
    pub idle_expires_at: Timestamp,
    /// When it ends in any case.
    pub expires_at: Timestamp,
    /// By which second factor it began, by name.
    pub factor: Option<String>,
}

impl FromRow for WebSession {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: decode::parsed(row, "id")?,
            token_hash: row.try_get("token_hash")?,
            user: UserId(row.try_get("user_id")?),
            access_epoch: row.try_get("access_epoch")?,
            csrf_secret: row.try_get("csrf_secret")?,
            remote_ip: row.try_get("remote_ip")?,
            client: row.try_get("client")?,
            created_at: decode::time(row, "created_at")?,
            last_seen_at: decode::time(row, "last_seen_at")?,
            idle_expires_at: decode::time(row, "idle_expires_at")?,
            expires_at: decode::time(row, "expires_at")?,
            factor: row.try_get("factor")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO web_sessions (id, token_hash, user_id, access_epoch, csrf_secret, remote_ip, client, created_at, \
        last_seen_at, idle_expires_at, expires_at, factor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    BY_HASH = "SELECT * FROM web_sessions WHERE token_hash = $1";
    SEEN = "UPDATE web_sessions SET last_seen_at = $2, idle_expires_at = $3 WHERE id = $1";
    DELETE = "DELETE FROM web_sessions WHERE id = $1";
    DELETE_OF_USER = "DELETE FROM web_sessions WHERE user_id = $1";
    DELETE_EXPIRED = "DELETE FROM web_sessions WHERE idle_expires_at <= $1 OR expires_at <= $1";
}

/// Writes a new row.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, session: &WebSession) -> Result<(), Error> {
    query(INSERT)
        .bind(session.id.to_string())
        .bind(&session.token_hash)
        .bind(session.user.0)
        .bind(session.access_epoch)
        .bind(&session.csrf_secret)
        .bind(&session.remote_ip)
        .bind(&session.client)
        .bind(session.created_at.0)
        .bind(session.last_seen_at.0)
        .bind(session.idle_expires_at.0)
        .bind(session.expires_at.0)
        .bind(session.factor.as_deref())
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The session of this cookie hash.
///
/// # Errors
/// The database fails.
pub async fn find_by_hash(connection: &mut Connection, token_hash: &str) -> Result<Option<WebSession>, Error> {
    Ok(query_as(BY_HASH).bind(token_hash).fetch_optional(connection).await?)
}

/// Notes that a session is in use.
///
/// # Errors
/// The database fails.
pub async fn seen(tx: &mut Tx, id: SessionId, at: Timestamp, idle_expires_at: Timestamp) -> Result<(), Error> {
    query(SEEN).bind(id.to_string()).bind(at.0).bind(idle_expires_at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Ends a session. True where it was there.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, id: SessionId) -> Result<bool, Error> {
    let changed = query(DELETE).bind(id.to_string()).execute(tx.connection()).await?;
    Ok(changed > 0)
}

/// Ends every session of a person.
///
/// # Errors
/// The database fails.
pub async fn delete_of_user(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    query(DELETE_OF_USER).bind(user.0).execute(tx.connection()).await?;
    Ok(())
}

/// Sweeps what has ended by itself.
///
/// # Errors
/// The database fails.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<(), Error> {
    query(DELETE_EXPIRED).bind(now.0).execute(tx.connection()).await?;
    Ok(())
}

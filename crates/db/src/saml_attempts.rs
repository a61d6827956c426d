//! Rows of `saml_attempts`: the last answers of each directory, taken or refused.

use keyfold_model::{ConnectionId, SamlAttemptId, Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// An answer of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamlAttempt {
    /// Its id.
    pub id: SamlAttemptId,
    /// Whose answer it was, or claimed to be.
    pub connection: ConnectionId,
    /// When it came.
    pub created_at: Timestamp,
    /// The check that refused it; nothing where somebody was signed in.
    pub failure_type: Option<String>,
    /// What would have passed.
    pub expected: Option<String>,
    /// What was there instead.
    pub found: Option<String>,
    /// Whom it was about, once that was verified.
    pub name_id: Option<String>,
    /// Who was signed in.
    pub user: Option<UserId>,
    /// From where.
    pub remote_ip: String,
    /// What the browser says it is.
    pub client: String,
    /// The XML, masked; nothing where it was none.
    pub xml: Option<String>,
}

impl FromRow for SamlAttempt {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: SamlAttemptId(row.try_get("id")?),
            connection: ConnectionId(row.try_get("connection_id")?),
            created_at: decode::time(row, "created_at")?,
            failure_type: row.try_get("failure_type")?,
            expected: row.try_get("expected")?,
            found: row.try_get("found")?,
            name_id: row.try_get("name_id")?,
            user: decode::optional_id(row, "user_id")?.map(UserId),
            remote_ip: row.try_get("remote_ip")?,
            client: row.try_get("client")?,
            xml: row.try_get("xml")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO saml_attempts (id, connection_id, created_at, failure_type, expected, found, name_id, user_id, \
        remote_ip, client, xml) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    KEEP_LAST = "DELETE FROM saml_attempts WHERE connection_id = $1 AND id NOT IN \
        (SELECT id FROM saml_attempts WHERE connection_id = $1 ORDER BY id DESC LIMIT $2)";
    OF_CONNECTION = "SELECT * FROM saml_attempts WHERE connection_id = $1 ORDER BY id DESC";
    BY_ID = "SELECT * FROM saml_attempts WHERE id = $1";
}

/// Writes a new row, and deletes those of the connection that are older than the last `keep`.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, attempt: &SamlAttempt, keep: i64) -> Result<(), Error> {
    query(INSERT)
        .bind(attempt.id.0)
        .bind(attempt.connection.0)
        .bind(attempt.created_at.0)
        .bind(&attempt.failure_type)
        .bind(&attempt.expected)
        .bind(&attempt.found)
        .bind(&attempt.name_id)
        .bind(attempt.user.map(|user| user.0))
        .bind(&attempt.remote_ip)
        .bind(&attempt.client)
        .bind(&attempt.xml)
        .execute(tx.connection())
        .await?;
    query(KEEP_LAST).bind(attempt.connection.0).bind(keep).execute(tx.connection()).await?;
    Ok(())
}

/// What is kept of a connection, newest first.
///
/// # Errors
/// The database fails.
pub async fn of_connection(connection: &mut Connection, directory: ConnectionId) -> Result<Vec<SamlAttempt>, Error> {
    Ok(query_as(OF_CONNECTION).bind(directory.0).fetch_all(connection).await?)
}

/// One answer.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: SamlAttemptId) -> Result<Option<SamlAttempt>, Error> {
    Ok(query_as(BY_ID).bind(id.0).fetch_optional(connection).await?)
}

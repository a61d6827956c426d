//! Rows of `saml_metadata`: how fetching the metadata of a connection goes.

use keyfold_model::{ConnectionId, Timestamp};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// How fetching goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamlMetadata {
    /// Whose metadata.
    pub connection: ConnectionId,
    /// From where it was fetched.
    pub url: String,
    /// What the server calls the version that was fetched.
    pub etag: Option<String>,
    /// When it was asked last.
    pub checked_at: Timestamp,
    /// When it answered last with metadata that could be used, changed or not.
    pub fetched_at: Option<Timestamp>,
    /// How often in a row it failed.
    pub failures: i64,
    /// What was wrong the last time.
    pub error: Option<String>,
    /// When it is asked again.
    pub next_at: Timestamp,
}

impl FromRow for SamlMetadata {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            connection: ConnectionId(row.try_get("connection_id")?),
            url: row.try_get("url")?,
            etag: row.try_get("etag")?,
            checked_at: decode::time(row, "checked_at")?,
            fetched_at: decode::optional_time(row, "fetched_at")?,
            failures: row.try_get("failures")?,
            error: row.try_get("error")?,
            next_at: decode::time(row, "next_at")?,
        })
    }
}

statements! {
    PUT = "INSERT INTO saml_metadata (connection_id, url, etag, checked_at, fetched_at, failures, error, next_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (connection_id) DO UPDATE SET url = excluded.url, \
        etag = excluded.etag, checked_at = excluded.checked_at, fetched_at = excluded.fetched_at, \
        failures = excluded.failures, error = excluded.error, next_at = excluded.next_at";
    BY_CONNECTION = "SELECT * FROM saml_metadata WHERE connection_id = $1";
}

/// Writes the row of a connection.
///
/// # Errors
/// The database fails.
pub async fn put(tx: &mut Tx, row: &SamlMetadata) -> Result<(), Error> {
    query(PUT)
        .bind(row.connection.0)
        .bind(&row.url)
        .bind(&row.etag)
        .bind(row.checked_at.0)
        .bind(row.fetched_at.map(|at| at.0))
        .bind(row.failures)
        .bind(&row.error)
        .bind(row.next_at.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The row of a connection.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, directory: ConnectionId) -> Result<Option<SamlMetadata>, Error> {
    Ok(query_as(BY_CONNECTION).bind(directory.0).fetch_optional(connection).await?)
}

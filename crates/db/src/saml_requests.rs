//! Rows of `saml_requests` and `saml_assertions`: what waits for an answer, and which answers were taken.

use keyfold_model::{ConnectionId, Timestamp};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// A SAML request that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamlRequest {
    /// The request's ID: what `InResponseTo` must repeat.
    pub id: String,
    /// Through which connection.
    pub connection: ConnectionId,
    /// SHA-256 of the cookie of the browser that began it, in hexadecimal.
    pub cookie_hash: String,
    /// Where the person wanted to go: a path of this site.
    pub relay_state: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// From then on no answer is taken.
    pub expires_at: Timestamp,
    /// Where the person began.
    pub origin: RequestOrigin,
}

/// Where a person began to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOrigin {
    /// On a page of this site.
    Page,
    /// On the page that approves sign-ins elsewhere: the person has to prove themselves afresh.
    Approval,
    /// On the tile of their portal: its answer, which nobody had asked for, began the request.
    Tile,
}

impl RequestOrigin {
    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Approval => "approval",
            Self::Tile => "tile",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Page, Self::Approval, Self::Tile].into_iter().find(|origin| origin.name() == name)
    }
}

impl FromRow for SamlRequest {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            connection: ConnectionId(row.try_get("connection_id")?),
            cookie_hash: row.try_get("cookie_hash")?,
            relay_state: row.try_get("relay_state")?,
            created_at: decode::time(row, "created_at")?,
            expires_at: decode::time(row, "expires_at")?,
            origin: decode::named(row, "origin", RequestOrigin::from_name)?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO saml_requests (id, connection_id, cookie_hash, relay_state, created_at, expires_at, \
        origin) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    COUNT_RECENT_TILES = "SELECT COUNT(*) FROM saml_requests WHERE connection_id = $1 AND cookie_hash = $2 \
        AND origin = 'tile' AND created_at > $3";
    FIND = "SELECT * FROM saml_requests WHERE id = $1";
    TAKE = "DELETE FROM saml_requests WHERE id = $1 AND cookie_hash = $2 AND expires_at > $3 RETURNING *";
    DELETE_OF_CONNECTION = "DELETE FROM saml_requests WHERE connection_id = $1";
    DELETE_EXPIRED = "DELETE FROM saml_requests WHERE expires_at <= $1";
    REMEMBER = "INSERT INTO saml_assertions (connection_id, assertion_id, expires_at) VALUES ($1, $2, $3) \
        ON CONFLICT (connection_id, assertion_id) DO NOTHING";
    IS_REMEMBERED = "SELECT COUNT(*) FROM saml_assertions WHERE connection_id = $1 AND assertion_id = $2";
    FORGET_EXPIRED = "DELETE FROM saml_assertions WHERE expires_at <= $1";
}

/// Writes a new request.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, request: &SamlRequest) -> Result<(), Error> {
    query(INSERT)
        .bind(&request.id)
        .bind(request.connection.0)
        .bind(&request.cookie_hash)
        .bind(&request.relay_state)
        .bind(request.created_at.0)
        .bind(request.expires_at.0)
        .bind(request.origin.name())
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// How many requests that began on a tile after `since` wait in this browser.
///
/// # Errors
/// The database fails.
pub async fn count_recent_tiles(
    connection: &mut Connection,
    directory: ConnectionId,
    cookie_hash: &str,
    since: Timestamp,
) -> Result<i64, Error> {
    let count = query_scalar(COUNT_RECENT_TILES).bind(directory.0).bind(cookie_hash).bind(since.0);
    Ok(count.fetch_one(connection).await?)
}

/// A request, expired or not.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: &str) -> Result<Option<SamlRequest>, Error> {
    Ok(query_as(FIND).bind(id).fetch_optional(connection).await?)
}

/// Takes the request out, for exactly one caller, who has the cookie and comes in time.
///
/// # Errors
/// The database fails.
pub async fn take(tx: &mut Tx, id: &str, cookie_hash: &str, now: Timestamp) -> Result<Option<SamlRequest>, Error> {
    Ok(query_as(TAKE).bind(id).bind(cookie_hash).bind(now.0).fetch_optional(tx.connection()).await?)
}

/// Remembers an assertion. True for exactly one caller.
///
/// # Errors
/// The database fails.
pub async fn remember_assertion(
    tx: &mut Tx,
    connection: ConnectionId,
    assertion_id: &str,
    expires_at: Timestamp,
) -> Result<bool, Error> {
    let done =
        query(REMEMBER).bind(connection.0).bind(assertion_id).bind(expires_at.0).execute(tx.connection()).await?;
    Ok(done == 1)
}

/// Whether an assertion was taken before.
///
/// # Errors
/// The database fails.
pub async fn is_remembered(
    connection: &mut Connection,
    directory: ConnectionId,
    assertion_id: &str,
) -> Result<bool, Error> {
    let count: i64 = query_scalar(IS_REMEMBERED).bind(directory.0).bind(assertion_id).fetch_one(connection).await?;
    Ok(count > 0)
}

/// Deletes what waits for a connection.
///
/// # Errors
/// The database fails.
pub async fn delete_of_connection(tx: &mut Tx, connection: ConnectionId) -> Result<(), Error> {
    query(DELETE_OF_CONNECTION).bind(connection.0).execute(tx.connection()).await?;
    Ok(())
}

/// Sweeps requests and assertions whose time is over.
///
/// # Errors
/// The database fails.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<(), Error> {
    query(DELETE_EXPIRED).bind(now.0).execute(tx.connection()).await?;
    query(FORGET_EXPIRED).bind(now.0).execute(tx.connection()).await?;
    Ok(())
}

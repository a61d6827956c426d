//! Rows of `saml_sessions` and `saml_logouts`: which directory began a web session, and whom it is to be told of.

use keyfold_model::{ConnectionId, SessionId, Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// Whose answer began a web session, by the names that the directory gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamlSession {
    /// The session.
    pub session: SessionId,
    /// Through which connection.
    pub connection: ConnectionId,
    /// The NameID.
    pub name_id: String,
    /// Its format.
    pub name_id_format: Option<String>,
    /// Its NameQualifier.
    pub name_qualifier: Option<String>,
    /// Its SPNameQualifier.
    pub sp_name_qualifier: Option<String>,
    /// The directory's name for its own session.
    pub session_index: Option<String>,
}

/// A session that a directory's word may end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The session.
    pub session: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// The directory's name for its own session.
    pub session_index: Option<String>,
}

impl FromRow for SamlSession {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            session: decode::parsed(row, "session_id")?,
            connection: ConnectionId(row.try_get("connection_id")?),
            name_id: row.try_get("name_id")?,
            name_id_format: row.try_get("name_id_format")?,
            name_qualifier: row.try_get("name_qualifier")?,
            sp_name_qualifier: row.try_get("sp_name_qualifier")?,
            session_index: row.try_get("session_index")?,
        })
    }
}

impl FromRow for Ending {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            session: decode::parsed(row, "session_id")?,
            user: UserId(row.try_get("user_id")?),
            session_index: row.try_get("session_index")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO saml_sessions (session_id, connection_id, name_id, name_id_format, name_qualifier, \
        sp_name_qualifier, session_index) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    BY_ID = "SELECT * FROM saml_sessions WHERE session_id = $1";
    BY_NAME = "SELECT s.session_id, w.user_id, s.session_index FROM saml_sessions s \
        JOIN web_sessions w ON w.id = s.session_id WHERE s.connection_id = $1 AND s.name_id = $2 ORDER BY s.session_id";
    INSERT_LOGOUT = "INSERT INTO saml_logouts (id, connection_id, expires_at) VALUES ($1, $2, $3)";
    TAKE_LOGOUT = "DELETE FROM saml_logouts WHERE id = $1 AND expires_at > $2 RETURNING connection_id";
    DELETE_EXPIRED_LOGOUTS = "DELETE FROM saml_logouts WHERE expires_at <= $1";
}

/// Writes a new row, after that of the web session.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, session: &SamlSession) -> Result<(), Error> {
    query(INSERT)
        .bind(session.session.to_string())
        .bind(session.connection.0)
        .bind(&session.name_id)
        .bind(&session.name_id_format)
        .bind(&session.name_qualifier)
        .bind(&session.sp_name_qualifier)
        .bind(&session.session_index)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Whose answer began this session, if a directory's did.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: SessionId) -> Result<Option<SamlSession>, Error> {
    Ok(query_as(BY_ID).bind(id.to_string()).fetch_optional(connection).await?)
}

/// Every session that began by an answer of this directory about this name.
///
/// # Errors
/// The database fails.
pub async fn of_name(
    connection: &mut Connection,
    directory: ConnectionId,
    name_id: &str,
) -> Result<Vec<Ending>, Error> {
    Ok(query_as(BY_NAME).bind(directory.0).bind(name_id).fetch_all(connection).await?)
}

/// Remembers a logout request of ours.
///
/// # Errors
/// The database fails.
pub async fn insert_logout(tx: &mut Tx, id: &str, directory: ConnectionId, expires_at: Timestamp) -> Result<(), Error> {
    query(INSERT_LOGOUT).bind(id).bind(directory.0).bind(expires_at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Takes a logout request out, for exactly one caller, in time. Tells whose answer it waited for.
///
/// # Errors
/// The database fails.
pub async fn take_logout(tx: &mut Tx, id: &str, now: Timestamp) -> Result<Option<ConnectionId>, Error> {
    let taken: Option<i64> = query_scalar(TAKE_LOGOUT).bind(id).bind(now.0).fetch_optional(tx.connection()).await?;
    Ok(taken.map(ConnectionId))
}

/// Sweeps logout requests that nobody answered.
///
/// # Errors
/// The database fails.
pub async fn delete_expired_logouts(tx: &mut Tx, now: Timestamp) -> Result<(), Error> {
    query(DELETE_EXPIRED_LOGOUTS).bind(now.0).execute(tx.connection()).await?;
    Ok(())
}

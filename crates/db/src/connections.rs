//! Rows of `connections`: the company directories. What stands in their JSON documents is the caller's.

use keyfold_model::{ConnectionId, Timestamp};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// A directory connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionRow {
    /// Its id.
    pub id: ConnectionId,
    /// What people call it.
    pub label: String,
    /// Whose product it is.
    pub provider: String,
    /// A picture, as a data URL.
    pub logo: Option<String>,
    /// Whether anybody may sign in through it.
    pub enabled: bool,
    /// Whether the sign-in page offers it.
    pub on_login_page: bool,
    /// Whether its SCIM client is let in.
    pub scim_enabled: bool,
    /// Whether what its SCIM client pushes is kept apart until somebody starts it.
    pub preview: bool,
    /// The identity provider's entity id.
    pub idp_entity_id: Option<String>,
    /// The SAML side, as JSON.
    pub saml: String,
    /// The rules, as JSON.
    pub rules: String,
    /// Rises with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

impl FromRow for ConnectionRow {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: ConnectionId(row.try_get("id")?),
            label: row.try_get("label")?,
            provider: row.try_get("provider")?,
            logo: row.try_get("logo")?,
            enabled: decode::truth(row, "enabled")?,
            on_login_page: decode::truth(row, "on_login_page")?,
            scim_enabled: decode::truth(row, "scim_enabled")?,
            preview: decode::truth(row, "preview")?,
            idp_entity_id: row.try_get("idp_entity_id")?,
            saml: row.try_get("saml")?,
            rules: row.try_get("rules")?,
            version: row.try_get("version")?,
            created_at: decode::time(row, "created_at")?,
            updated_at: decode::time(row, "updated_at")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO connections (id, label, provider, logo, enabled, on_login_page, scim_enabled, idp_entity_id, \
        saml, rules, version, created_at, updated_at, preview) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    UPDATE = "UPDATE connections SET label = $2, provider = $3, logo = $4, enabled = $5, on_login_page = $6, \
        scim_enabled = $7, idp_entity_id = $8, saml = $9, rules = $10, version = $11, updated_at = $12, preview = $13 WHERE id = $1";
    DELETE = "DELETE FROM connections WHERE id = $1";
    LOCK = "UPDATE connections SET version = version WHERE id = $1 RETURNING *";
    BY_ID = "SELECT * FROM connections WHERE id = $1";
    ALL = "SELECT * FROM connections ORDER BY id";
    COUNT_BY_SCIM = "SELECT (SELECT COUNT(*) FROM users WHERE connection_id = $1 AND scim_resource IS NOT NULL) + \
        (SELECT COUNT(*) FROM groups WHERE connection_id = $1 \
        AND NOT EXISTS (SELECT 1 FROM jit_groups WHERE jit_groups.group_id = groups.id))";
    COUNT_DEPENDENTS = "SELECT (SELECT COUNT(*) FROM users WHERE connection_id = $1) + \
        (SELECT COUNT(*) FROM groups WHERE connection_id = $1)";
}

/// Writes a new row.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, row: &ConnectionRow) -> Result<(), Error> {
    query(INSERT)
        .bind(row.id.0)
        .bind(&row.label)
        .bind(&row.provider)
        .bind(&row.logo)
        .bind(i64::from(row.enabled))
        .bind(i64::from(row.on_login_page))
        .bind(i64::from(row.scim_enabled))
        .bind(&row.idp_entity_id)
        .bind(&row.saml)
        .bind(&row.rules)
        .bind(row.version)
        .bind(row.created_at.0)
        .bind(row.updated_at.0)
        .bind(i64::from(row.preview))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Writes everything of a row that can change.
///
/// # Errors
/// The database fails.
pub async fn update(tx: &mut Tx, row: &ConnectionRow) -> Result<(), Error> {
    query(UPDATE)
        .bind(row.id.0)
        .bind(&row.label)
        .bind(&row.provider)
        .bind(&row.logo)
        .bind(i64::from(row.enabled))
        .bind(i64::from(row.on_login_page))
        .bind(i64::from(row.scim_enabled))
        .bind(&row.idp_entity_id)
        .bind(&row.saml)
        .bind(&row.rules)
        .bind(row.version)
        .bind(row.updated_at.0)
        .bind(i64::from(row.preview))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Deletes a row; its tokens must have gone before.
///
/// # Errors
/// The database fails, or users or groups of it are still there.
pub async fn delete(tx: &mut Tx, id: ConnectionId) -> Result<(), Error> {
    query(DELETE).bind(id.0).execute(tx.connection()).await?;
    Ok(())
}

/// A connection, locked until the transaction ends.
///
/// # Errors
/// The database fails.
pub async fn lock(tx: &mut Tx, id: ConnectionId) -> Result<Option<ConnectionRow>, Error> {
    Ok(query_as(LOCK).bind(id.0).fetch_optional(tx.connection()).await?)
}

/// A connection.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: ConnectionId) -> Result<Option<ConnectionRow>, Error> {
    Ok(query_as(BY_ID).bind(id.0).fetch_optional(connection).await?)
}

/// Every connection, oldest first.
///
/// # Errors
/// The database fails.
pub async fn all(connection: &mut Connection) -> Result<Vec<ConnectionRow>, Error> {
    Ok(query_as(ALL).fetch_all(connection).await?)
}

/// How many users, tombstones included, and groups a connection has made.
///
/// # Errors
/// The database fails.
pub async fn count_dependents(connection: &mut Connection, id: ConnectionId) -> Result<i64, Error> {
    Ok(query_scalar(COUNT_DEPENDENTS).bind(id.0).fetch_one(connection).await?)
}

/// How many users, tombstones included, and groups SCIM has made by a connection.
///
/// # Errors
/// The database fails.
pub async fn count_by_scim(connection: &mut Connection, id: ConnectionId) -> Result<i64, Error> {
    Ok(query_scalar(COUNT_BY_SCIM).bind(id.0).fetch_one(connection).await?)
}

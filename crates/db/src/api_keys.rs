//! Rows of `api_keys`, as hashes.

use keyfold_model::{ApiKeyId, Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// What an API key may be used for. Never more than its owner may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PermissionSet {
    /// Everything that its owner may do.
    Full,
    /// Files and folders.
    FilesOnly,
    /// What the desktop app needs.
    DesktopApp,
    /// Nothing: a key that is switched off.
    None,
}

impl PermissionSet {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Full, Self::FilesOnly, Self::DesktopApp, Self::None];

    /// The name in the database and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::FilesOnly => "files_only",
            Self::DesktopApp => "desktop_app",
            Self::None => "none",
        }
    }

    /// The set of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.name() == name)
    }
}

/// An API key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Whose it is.
    pub owner: UserId,
    /// What people call it.
    pub name: String,
    /// SHA-256 of the key, in hexadecimal.
    pub key_hash: String,
    /// How it begins, to tell it from others.
    pub hint: String,
    /// What it may be used for.
    pub permission_set: PermissionSet,
    /// The only folder that it reaches, as a path.
    pub path: Option<String>,
    /// The only interfaces that take it, by name, separated by commas.
    pub interfaces: Option<String>,
    /// From then on it is refused.
    pub expires_at: Option<Timestamp>,
    /// When it was used last.
    pub last_used_at: Option<Timestamp>,
    /// From where it was used last.
    pub last_used_ip: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl FromRow for ApiKey {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: ApiKeyId(row.try_get("id")?),
            owner: UserId(row.try_get("owner")?),
            name: row.try_get("name")?,
            key_hash: row.try_get("key_hash")?,
            hint: row.try_get("hint")?,
            permission_set: decode::named(row, "permission_set", PermissionSet::from_name)?,
            path: row.try_get("path")?,
            interfaces: row.try_get("interfaces")?,
            expires_at: decode::optional_time(row, "expires_at")?,
            last_used_at: decode::optional_time(row, "last_used_at")?,
            last_used_ip: row.try_get("last_used_ip")?,
            created_at: decode::time(row, "created_at")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO api_keys (id, owner, name, key_hash, hint, permission_set, path, interfaces, expires_at, \
        created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE api_keys SET name = $2, permission_set = $3, expires_at = $4 WHERE id = $1";
    DELETE = "DELETE FROM api_keys WHERE id = $1";
    DELETE_OF_USER = "DELETE FROM api_keys WHERE owner = $1";
    BY_ID = "SELECT * FROM api_keys WHERE id = $1";
    BY_HASH = "SELECT * FROM api_keys WHERE key_hash = $1";
    OF_USER = "SELECT * FROM api_keys WHERE owner = $1 ORDER BY id";
    ALL = "SELECT * FROM api_keys WHERE id > $1 ORDER BY id LIMIT $2";
    USED = "UPDATE api_keys SET last_used_at = $2, last_used_ip = $3 WHERE id = $1";
    EXPIRED = "SELECT * FROM api_keys WHERE expires_at > $1 AND expires_at <= $2 ORDER BY id";
}

/// Writes a new row.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, key: &ApiKey) -> Result<(), Error> {
    query(INSERT)
        .bind(key.id.0)
        .bind(key.owner.0)
        .bind(&key.name)
        .bind(&key.key_hash)
        .bind(&key.hint)
        .bind(key.permission_set.name())
        .bind(&key.path)
        .bind(&key.interfaces)
        .bind(key.expires_at.map(|at| at.0))
        .bind(key.created_at.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Writes the name, the permission set and the expiry of a key.
///
/// # Errors
/// The database fails.
pub async fn update(tx: &mut Tx, key: &ApiKey) -> Result<(), Error> {
    query(UPDATE)
        .bind(key.id.0)
        .bind(&key.name)
        .bind(key.permission_set.name())
        .bind(key.expires_at.map(|at| at.0))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Deletes a key.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, id: ApiKeyId) -> Result<(), Error> {
    query(DELETE).bind(id.0).execute(tx.connection()).await?;
    Ok(())
}

/// Deletes the keys of a person.
///
/// # Errors
/// The database fails.
pub async fn delete_of_user(tx: &mut Tx, owner: UserId) -> Result<(), Error> {
    query(DELETE_OF_USER).bind(owner.0).execute(tx.connection()).await?;
    Ok(())
}

/// A key.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: ApiKeyId) -> Result<Option<ApiKey>, Error> {
    Ok(query_as(BY_ID).bind(id.0).fetch_optional(connection).await?)
}

/// The key of this hash.
///
/// # Errors
/// The database fails.
pub async fn find_by_hash(connection: &mut Connection, key_hash: &str) -> Result<Option<ApiKey>, Error> {
    Ok(query_as(BY_HASH).bind(key_hash).fetch_optional(connection).await?)
}

/// The keys of a person, oldest first.
///
/// # Errors
/// The database fails.
pub async fn of_user(connection: &mut Connection, owner: UserId) -> Result<Vec<ApiKey>, Error> {
    Ok(query_as(OF_USER).bind(owner.0).fetch_all(connection).await?)
}

/// Up to `most` keys after `after`, oldest first.
///
/// # Errors
/// The database fails.
pub async fn all(connection: &mut Connection, after: ApiKeyId, most: i64) -> Result<Vec<ApiKey>, Error> {
    Ok(query_as(ALL).bind(after.0).bind(most).fetch_all(connection).await?)
}

/// The keys that expired after `from` and up to `to`.
///
/// # Errors
/// The database fails.
pub async fn expired(connection: &mut Connection, from: Timestamp, to: Timestamp) -> Result<Vec<ApiKey>, Error> {
    Ok(query_as(EXPIRED).bind(from.0).bind(to.0).fetch_all(connection).await?)
}

/// Notes a key's use.
///
/// # Errors
/// The database fails.
pub async fn used(tx: &mut Tx, id: ApiKeyId, at: Timestamp, ip: &str) -> Result<(), Error> {
    query(USED).bind(id.0).bind(at.0).bind(ip).execute(tx.connection()).await?;
    Ok(())
}

//! Rows of `public_keys`: the SSH keys with which people sign in.

use keyfold_model::{PublicKeyId, Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// An SSH public key of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Its id.
    pub id: PublicKeyId,
    /// Whose it is.
    pub owner: UserId,
    /// What people call it.
    pub title: String,
    /// As in `ssh-ed25519`.
    pub algorithm: String,
    /// The key in base64: the second field of an OpenSSH line.
    pub blob: String,
    /// As OpenSSH shows it: `SHA256:` and base64 without padding.
    pub fingerprint: String,
    /// From then on it is refused.
    pub expires_at: Option<Timestamp>,
    /// The only address ranges from which it is taken, in CIDR notation with commas between.
    pub addresses: Option<String>,
    /// When it was used last.
    pub last_used_at: Option<Timestamp>,
    /// From where it was used last.
    pub last_used_ip: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl FromRow for PublicKey {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: PublicKeyId(row.try_get("id")?),
            owner: UserId(row.try_get("owner")?),
            title: row.try_get("title")?,
            algorithm: row.try_get("algorithm")?,
            blob: row.try_get("blob")?,
            fingerprint: row.try_get("fingerprint")?,
            expires_at: decode::optional_time(row, "expires_at")?,
            addresses: row.try_get("addresses")?,
            last_used_at: decode::optional_time(row, "last_used_at")?,
            last_used_ip: row.try_get("last_used_ip")?,
            created_at: decode::time(row, "created_at")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO public_keys (id, owner, title, algorithm, blob, fingerprint, expires_at, created_at, \
        addresses) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    RENAME = "UPDATE public_keys SET title = $2 WHERE id = $1";
    DELETE = "DELETE FROM public_keys WHERE id = $1";
    DELETE_OF_USER = "DELETE FROM public_keys WHERE owner = $1";
    BY_ID = "SELECT * FROM public_keys WHERE id = $1";
    BY_FINGERPRINT = "SELECT * FROM public_keys WHERE owner = $1 AND fingerprint = $2";
    OF_USER = "SELECT * FROM public_keys WHERE owner = $1 ORDER BY id";
    USED = "UPDATE public_keys SET last_used_at = $2, last_used_ip = $3 WHERE id = $1";
    EXPIRED = "SELECT * FROM public_keys WHERE expires_at > $1 AND expires_at <= $2 ORDER BY id";
}

/// Writes a new row.
///
/// # Errors
/// A unique violation where the person has this key.
pub async fn insert(tx: &mut Tx, key: &PublicKey) -> Result<(), Error> {
    query(INSERT)
        .bind(key.id.0)
        .bind(key.owner.0)
        .bind(&key.title)
        .bind(&key.algorithm)
        .bind(&key.blob)
        .bind(&key.fingerprint)
        .bind(key.expires_at.map(|at| at.0))
        .bind(key.created_at.0)
        .bind(&key.addresses)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Renames a key.
///
/// # Errors
/// The database fails.
pub async fn rename(tx: &mut Tx, id: PublicKeyId, title: &str) -> Result<(), Error> {
    query(RENAME).bind(id.0).bind(title).execute(tx.connection()).await?;
    Ok(())
}

/// Deletes a key.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, id: PublicKeyId) -> Result<(), Error> {
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
pub async fn find(connection: &mut Connection, id: PublicKeyId) -> Result<Option<PublicKey>, Error> {
    Ok(query_as(BY_ID).bind(id.0).fetch_optional(connection).await?)
}

/// The key of a person with this fingerprint.
///
/// # Errors
/// The database fails.
pub async fn find_by_fingerprint(
    connection: &mut Connection,
    owner: UserId,
    fingerprint: &str,
) -> Result<Option<PublicKey>, Error> {
    Ok(query_as(BY_FINGERPRINT).bind(owner.0).bind(fingerprint).fetch_optional(connection).await?)
}

/// The keys of a person, oldest first.
///
/// # Errors
/// The database fails.
pub async fn of_user(connection: &mut Connection, owner: UserId) -> Result<Vec<PublicKey>, Error> {
    Ok(query_as(OF_USER).bind(owner.0).fetch_all(connection).await?)
}

/// The keys that expired after `from` and up to `to`.
///
/// # Errors
/// The database fails.
pub async fn expired(connection: &mut Connection, from: Timestamp, to: Timestamp) -> Result<Vec<PublicKey>, Error> {
    Ok(query_as(EXPIRED).bind(from.0).bind(to.0).fetch_all(connection).await?)
}

/// Notes a key's use.
///
/// # Errors
/// The database fails.
pub async fn used(tx: &mut Tx, id: PublicKeyId, at: Timestamp, ip: &str) -> Result<(), Error> {
    query(USED).bind(id.0).bind(at.0).bind(ip).execute(tx.connection()).await?;
    Ok(())
}

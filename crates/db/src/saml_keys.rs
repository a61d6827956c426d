//! Rows of `saml_keys`: the keys of this site as a SAML service provider.

use keyfold_model::{SamlKeyId, Timestamp};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// A key of this site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamlKey {
    /// Its id.
    pub id: SamlKeyId,
    /// Its certificate, in PEM.
    pub certificate: String,
    /// The private key, encrypted.
    pub sealed_key: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it signed; a key that never did is announced only.
    pub activated_at: Option<Timestamp>,
}

impl FromRow for SamlKey {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: SamlKeyId(row.try_get("id")?),
            certificate: row.try_get("certificate")?,
            sealed_key: row.try_get("sealed_key")?,
            created_at: decode::time(row, "created_at")?,
            activated_at: decode::optional_time(row, "activated_at")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO saml_keys (id, certificate, sealed_key, created_at, activated_at) VALUES ($1, $2, $3, $4, $5)";
    ALL = "SELECT * FROM saml_keys ORDER BY id";
    ACTIVATE = "UPDATE saml_keys SET activated_at = $2 WHERE id = $1";
    DELETE = "DELETE FROM saml_keys WHERE id = $1";
}

/// Writes a new row.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, key: &SamlKey) -> Result<(), Error> {
    query(INSERT)
        .bind(key.id.0)
        .bind(&key.certificate)
        .bind(&key.sealed_key)
        .bind(key.created_at.0)
        .bind(key.activated_at.map(|at| at.0))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Every key, oldest first.
///
/// # Errors
/// The database fails.
pub async fn all(connection: &mut Connection) -> Result<Vec<SamlKey>, Error> {
    Ok(query_as(ALL).fetch_all(connection).await?)
}

/// Has a key sign from now on.
///
/// # Errors
/// The database fails.
pub async fn activate(tx: &mut Tx, id: SamlKeyId, at: Timestamp) -> Result<(), Error> {
    query(ACTIVATE).bind(id.0).bind(at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Destroys a key.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, id: SamlKeyId) -> Result<(), Error> {
    query(DELETE).bind(id.0).execute(tx.connection()).await?;
    Ok(())
}

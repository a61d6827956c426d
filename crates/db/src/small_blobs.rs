//! The bytes of small files, which lie in the database.

use bytes::Bytes;
use keyfold_model::BlobId;

use crate::{
    Connection, Error,
    sql::{query, query_scalar},
    statement::statements,
};

statements! {
    INSERT = "INSERT INTO small_blobs (blob, bytes) VALUES ($1, $2)";
    FIND = "SELECT bytes FROM small_blobs WHERE blob = $1";
    DELETE = "DELETE FROM small_blobs WHERE blob = $1";
}

/// Puts the bytes of a blob here.
///
/// # Errors
/// The database can't be written, or the blob is here already.
pub async fn insert(connection: &mut Connection, blob: BlobId, bytes: &[u8]) -> Result<(), Error> {
    query(INSERT).bind(blob.to_string()).bind(bytes).execute(connection).await?;
    Ok(())
}

/// The bytes of a blob, if they are here.
///
/// # Errors
/// The database can't be read.
pub async fn find(connection: &mut Connection, blob: BlobId) -> Result<Option<Bytes>, Error> {
    Ok(query_scalar::<Bytes>(FIND).bind(blob.to_string()).fetch_optional(connection).await?)
}

/// Removes a blob, if it is here.
///
/// # Errors
/// The database can't be written.
pub async fn delete(connection: &mut Connection, blob: BlobId) -> Result<(), Error> {
    query(DELETE).bind(blob.to_string()).execute(connection).await?;
    Ok(())
}

//! Blobs that lost an entry, and wait for the sweep.

use keyfold_model::{BlobId, FolderId, Timestamp};

use crate::{
    Connection, Error,
    entries::parse_blob,
    sql::{query, query_as, query_scalar},
    statement::statements,
};

statements! {
    BURY = "INSERT INTO dead_blobs (blob, size, since) VALUES ($1, $2, $3) ON CONFLICT (blob) DO NOTHING";
    BURY_BELOW = "WITH RECURSIVE below (id) AS (
            SELECT id FROM entries WHERE id = $1
            UNION ALL
            SELECT e.id FROM entries e JOIN below b ON e.parent_id = b.id)
        INSERT INTO dead_blobs (blob, size, since)
        SELECT e.blob, e.size, $2 FROM entries e WHERE e.id IN (SELECT id FROM below) AND e.blob IS NOT NULL
        ON CONFLICT (blob) DO NOTHING";
    DEAD = "SELECT d.blob, CASE WHEN EXISTS (SELECT 1 FROM entries e WHERE e.blob = d.blob) THEN 1 ELSE 0 END
        FROM dead_blobs d WHERE d.since <= $1 ORDER BY d.blob LIMIT $2";
    BETWEEN = "SELECT blob FROM dead_blobs WHERE blob >= $1 AND blob < $2";
    FORGET = "DELETE FROM dead_blobs WHERE blob = $1";
    DEAD_SPACE = "SELECT CAST(COALESCE(SUM(d.size), 0) AS BIGINT) FROM dead_blobs d
        WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.blob = d.blob)";
}

/// Whether a blob that lost an entry may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Another entry owns it.
    Owned,
    /// Nothing does.
    Dead,
}

/// Notes that an entry gave the blob up.
///
/// # Errors
/// The database can't be written.
pub async fn bury(connection: &mut Connection, blob: BlobId, size: i64, since: Timestamp) -> Result<(), Error> {
    query(BURY).bind(blob.to_string()).bind(size).bind(since.0).execute(connection).await?;
    Ok(())
}

/// Notes that every file below the folder gives its blob up.
///
/// # Errors
/// The database can't be written.
pub async fn bury_below(connection: &mut Connection, folder: FolderId, since: Timestamp) -> Result<(), Error> {
    query(BURY_BELOW).bind(folder.0).bind(since.0).execute(connection).await?;
    Ok(())
}

/// Up to `most` blobs that lost an entry at `until` or before, and whether they may go.
///
/// # Errors
/// The database can't be read.
pub async fn dead(connection: &mut Connection, until: Timestamp, most: i64) -> Result<Vec<(BlobId, Fate)>, Error> {
    let rows: Vec<(String, i64)> = query_as(DEAD).bind(until.0).bind(most).fetch_all(connection).await?;
    rows.into_iter()
        .map(|(blob, owned)| {
            let fate = if owned == 0 { Fate::Dead } else { Fate::Owned };
            Ok((parse_blob("dead_blobs.blob", &blob)?, fate))
        })
        .collect()
}

/// The blobs that lost an entry, of those whose text is at `from` or after it and before `to`.
///
/// # Errors
/// The database can't be read.
pub async fn between(connection: &mut Connection, from: &str, to: &str) -> Result<Vec<BlobId>, Error> {
    let rows: Vec<String> = query_scalar(BETWEEN).bind(from).bind(to).fetch_all(connection).await?;
    rows.iter().map(|blob| parse_blob("dead_blobs.blob", blob)).collect()
}

/// Forgets a blob that was removed, or is owned after all.
///
/// # Errors
/// The database can't be written.
pub async fn forget(connection: &mut Connection, blob: BlobId) -> Result<(), Error> {
    query(FORGET).bind(blob.to_string()).execute(connection).await?;
    Ok(())
}

/// Bytes that the next sweep will free.
///
/// # Errors
/// The database can't be read.
pub async fn dead_space(connection: &mut Connection) -> Result<i64, Error> {
    Ok(query_scalar(DEAD_SPACE).fetch_one(connection).await?)
}

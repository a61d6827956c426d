//! Uploads that are under way or were broken off, kept for the person who made them.

use keyfold_model::{BlobId, EntryId, FolderId, Interface, Timestamp, UserId};

use crate::{
    Connection, Error,
    entries::parse_blob,
    sql::{self, query, query_scalar},
    statement::statements,
};

statements! {
    FIND = "SELECT blob, entry_id, user_id, parent_id, name, interface, length, expires FROM staging
        WHERE user_id = $1 AND parent_id = $2 AND name = $3 AND expires > $4 ORDER BY expires DESC, blob DESC LIMIT 1";
    GET = "SELECT blob, entry_id, user_id, parent_id, name, interface, length, expires FROM staging WHERE blob = $1";
    PUT = "INSERT INTO staging (blob, entry_id, user_id, parent_id, name, interface, length, expires)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (blob) DO UPDATE SET length = excluded.length, expires = excluded.expires";
    DELETE = "DELETE FROM staging WHERE blob = $1";
    EXPIRED = "SELECT blob FROM staging WHERE expires <= $1 ORDER BY expires";
    UNDER_WAY_ROWS = "SELECT blob, entry_id, user_id, parent_id, name, interface, length, expires FROM staging
        WHERE length < 0";
    BLOBS = "SELECT blob FROM staging WHERE blob >= $1 AND blob < $2";
    HELD_BY = "SELECT CAST(COALESCE(SUM(length), 0) AS BIGINT) FROM staging
        WHERE user_id = $1 AND length > 0";
}

/// The length of an upload that is under way: its file tells how far it came.
pub const UNDER_WAY: i64 = -1;

/// One upload that was not committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where its bytes are.
    pub blob: BlobId,
    /// The id that the file will have.
    pub entry: EntryId,
    /// Whose it is.
    pub user: UserId,
    /// Into which folder.
    pub parent: FolderId,
    /// Under which name.
    pub name: String,
    /// Over what.
    pub interface: Interface,
    /// How many bytes are there, from the beginning and without a gap; or [`UNDER_WAY`].
    pub length: i64,
    /// Until when it is kept.
    pub expires: Timestamp,
}

impl Row {
    fn read(row: &sql::Row) -> Result<Self, Error> {
        let interface: &str = row.try_get(5)?;
        Ok(Self {
            blob: parse_blob("staging.blob", row.try_get(0)?)?,
            entry: EntryId(row.try_get(1)?),
            user: UserId(row.try_get(2)?),
            parent: FolderId(row.try_get(3)?),
            name: row.try_get(4)?,
            interface: Interface::from_name(interface)
                .ok_or_else(|| Error::Corrupt { what: "staging.interface", value: interface.to_owned() })?,
            length: row.try_get(6)?,
            expires: Timestamp(row.try_get(7)?),
        })
    }
}

/// What the person staged last under that name and is still kept at `now`.
///
/// # Errors
/// The database can't be read.
pub async fn find(
    connection: &mut Connection,
    user: UserId,
    parent: FolderId,
    name: &str,
    now: Timestamp,
) -> Result<Option<Row>, Error> {
    let query = query(FIND).bind(user.0).bind(parent.0).bind(name).bind(now.0);
    query.fetch_optional(connection).await?.as_ref().map(Row::read).transpose()
}

/// The staged upload whose bytes are in this blob.
///
/// # Errors
/// The database can't be read.
pub async fn get(connection: &mut Connection, blob: BlobId) -> Result<Option<Row>, Error> {
    let query = query(GET).bind(blob.to_string());
    query.fetch_optional(connection).await?.as_ref().map(Row::read).transpose()
}

/// Every upload that is under way; after a start, those that were when the server ended.
///
/// # Errors
/// The database can't be read.
pub async fn under_way(connection: &mut Connection) -> Result<Vec<Row>, Error> {
    query(UNDER_WAY_ROWS).fetch_all(connection).await?.iter().map(Row::read).collect()
}

/// The blobs of staged uploads, of those whose text is at `from` or after it and before `to`.
///
/// # Errors
/// The database can't be read.
pub async fn blobs(connection: &mut Connection, from: &str, to: &str) -> Result<Vec<BlobId>, Error> {
    let rows: Vec<String> = query_scalar(BLOBS).bind(from).bind(to).fetch_all(connection).await?;
    rows.iter().map(|blob| parse_blob("staging.blob", blob)).collect()
}

/// Writes a staged upload, or its new length and expiry.
///
/// # Errors
/// The database can't be written.
pub async fn put(connection: &mut Connection, row: &Row) -> Result<(), Error> {
    query(PUT)
        .bind(row.blob.to_string())
        .bind(row.entry.0)
        .bind(row.user.0)
        .bind(row.parent.0)
        .bind(&row.name)
        .bind(row.interface.name())
        .bind(row.length)
        .bind(row.expires.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets a staged upload: its bytes were committed, or are no longer kept.
///
/// # Errors
/// The database can't be written.
pub async fn delete(connection: &mut Connection, blob: BlobId) -> Result<(), Error> {
    query(DELETE).bind(blob.to_string()).execute(connection).await?;
    Ok(())
}

/// The staged uploads that are no longer kept at `now`.
///
/// # Errors
/// The database can't be read.
pub async fn expired(connection: &mut Connection, now: Timestamp) -> Result<Vec<BlobId>, Error> {
    let rows: Vec<String> = query_scalar(EXPIRED).bind(now.0).fetch_all(connection).await?;
    rows.iter().map(|blob| parse_blob("staging.blob", blob)).collect()
}

/// Bytes that the person has staged.
///
/// # Errors
/// The database can't be read.
pub async fn held_by(connection: &mut Connection, user: UserId) -> Result<i64, Error> {
    Ok(query_scalar(HELD_BY).bind(user.0).fetch_one(connection).await?)
}

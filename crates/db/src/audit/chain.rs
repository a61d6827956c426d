//! The chains as a whole: their heads, the seals upon them, their rows in order, and the end that expires.

use super::Row;
use crate::{
    Connection, Error, decode,
    sql::{self, query},
    statement::statements,
};

statements! {
    HEADS = "SELECT node, first_seq, base_seq, base_hash, seq, hash FROM audit_heads ORDER BY first_seq";
    SEALS = "SELECT node, seq, kind, hash, sealed_at, key, signature FROM audit_seals ORDER BY node, seq, kind";
    INSERT_SEAL = "INSERT INTO audit_seals (node, seq, kind, hash, sealed_at, key, signature)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (node, seq, kind) DO NOTHING";
    ROWS_AFTER = "SELECT * FROM audit_events WHERE seq > $1 ORDER BY seq LIMIT $2";
    ROWS_ELSEWHERE = "SELECT * FROM audit_events WHERE prev_hash = $1 AND seq <> $2 ORDER BY seq LIMIT 8";
    MOVE_BASE = "UPDATE audit_heads SET base_seq = $2, base_hash = $3 WHERE node = $1";
    DELETE_THROUGH = "DELETE FROM audit_events WHERE seq > $1 AND seq <= $2";
}

/// Where a node's chain begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// The node.
    pub node: String,
    /// The number of its first row ever.
    pub first_seq: i64,
    /// The last row that expired, or the place before the first row.
    pub base_seq: i64,
    /// Its hash.
    pub base_hash: String,
    /// The last row.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// What a seal says of its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SealKind {
    /// The chain reached it.
    Head,
    /// The chain was deleted up to it.
    Expiry,
}

/// A place in a chain, signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Whose chain.
    pub node: String,
    /// Which row.
    pub seq: i64,
    /// What it says of it.
    pub kind: SealKind,
    /// The row's hash.
    pub hash: String,
    /// When, in microseconds since the epoch.
    pub sealed_at: i64,
    /// The public key, in hexadecimal.
    pub key: String,
    /// The signature, in hexadecimal.
    pub signature: String,
}

impl SealKind {
    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Expiry => "expiry",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Head, Self::Expiry].into_iter().find(|kind| kind.name() == name)
    }
}

/// The chains of all nodes, in the order of their numbers.
///
/// # Errors
/// The database can't be read.
pub async fn heads(connection: &mut Connection) -> Result<Vec<ChainHead>, Error> {
    let rows = query(HEADS).fetch_all(connection).await?;
    Ok(rows.iter().map(read_head).collect::<Result<_, _>>()?)
}

/// All seals.
///
/// # Errors
/// The database can't be read.
pub async fn seals(connection: &mut Connection) -> Result<Vec<Seal>, Error> {
    let rows = query(SEALS).fetch_all(connection).await?;
    Ok(rows.iter().map(read_seal).collect::<Result<_, _>>()?)
}

/// Writes a seal, unless the same place has one.
///
/// # Errors
/// The database can't be written.
pub async fn insert_seal(connection: &mut Connection, seal: &Seal) -> Result<(), Error> {
    query(INSERT_SEAL)
        .bind(&seal.node)
        .bind(seal.seq)
        .bind(seal.kind.name())
        .bind(&seal.hash)
        .bind(seal.sealed_at)
        .bind(&seal.key)
        .bind(&seal.signature)
        .execute(connection)
        .await?;
    Ok(())
}

/// The rows after one, of all nodes, in the order of their numbers: a node's rows stand together.
///
/// # Errors
/// The database can't be read.
pub async fn rows_after(connection: &mut Connection, seq: i64, limit: i64) -> Result<Vec<Row>, Error> {
    let rows = query(ROWS_AFTER).bind(seq).bind(limit).fetch_all(connection).await?;
    Ok(rows.iter().map(Row::read).collect::<Result<_, _>>()?)
}

/// The rows that say they follow the row of this hash and stand elsewhere than at `seq`. Reads the whole table.
///
/// # Errors
/// The database can't be read.
pub async fn rows_elsewhere(connection: &mut Connection, prev_hash: &str, seq: i64) -> Result<Vec<Row>, Error> {
    let rows = query(ROWS_ELSEWHERE).bind(prev_hash).bind(seq).fetch_all(connection).await?;
    Ok(rows.iter().map(Row::read).collect::<Result<_, _>>()?)
}

/// Says that a node's chain begins after this row from now on.
///
/// # Errors
/// The database can't be written.
pub async fn move_base(connection: &mut Connection, node: &str, seq: i64, hash: &str) -> Result<(), Error> {
    query(MOVE_BASE).bind(node).bind(seq).bind(hash).execute(connection).await?;
    Ok(())
}

/// Deletes the rows after `from` up to `through`, and says how many there were.
///
/// # Errors
/// The database can't be written.
pub async fn delete_through(connection: &mut Connection, from: i64, through: i64) -> Result<u64, Error> {
    let changed = query(DELETE_THROUGH).bind(from).bind(through).execute(connection).await?;
    Ok(changed)
}

fn read_head(row: &sql::Row) -> Result<ChainHead, sql::Error> {
    Ok(ChainHead {
        node: row.try_get("node")?,
        first_seq: row.try_get("first_seq")?,
        base_seq: row.try_get("base_seq")?,
        base_hash: row.try_get("base_hash")?,
        seq: row.try_get("seq")?,
        hash: row.try_get("hash")?,
    })
}

fn read_seal(row: &sql::Row) -> Result<Seal, sql::Error> {
    Ok(Seal {
        node: row.try_get("node")?,
        seq: row.try_get("seq")?,
        kind: decode::named(row, "kind", SealKind::from_name)?,
        hash: row.try_get("hash")?,
        sealed_at: row.try_get("sealed_at")?,
        key: row.try_get("key")?,
        signature: row.try_get("signature")?,
    })
}

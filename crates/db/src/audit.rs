//! Rows of the audit log and the heads of its chains.

mod chain;
mod search;

pub use chain::{
    ChainHead, Seal, SealKind, delete_through, heads, insert_seal, move_base, rows_after, rows_elsewhere, seals,
};
pub use search::{Filter, Target, search};

use crate::{
    Connection, Error,
    sql::{self, query},
    statement::statements,
};

/// The statements of the modules below.
pub(crate) const CHAIN_STATEMENTS: &[(&str, &str)] = chain::STATEMENTS;

const COLUMNS: &[&str] = &[
    "seq",
    "id",
    "node",
    "at",
    "actor_type",
    "actor_id",
    "actor_name",
    "person_id",
    "on_behalf_of",
    "action",
    "interface",
    "remote_ip",
    "session_id",
    "path",
    "destination",
    "target_type",
    "target_id",
    "target_name",
    "before_json",
    "after_json",
    "bytes",
    "sha256",
    "duration_ms",
    "outcome",
    "failure_type",
    "prev_hash",
    "hash",
];

statements! {
    HEAD = "SELECT seq, hash FROM audit_heads WHERE node = $1";
    /// Each node has a range of 2^43 numbers, of which a client that knows only 53 bits can tell 1,024 apart.
    START_CHAIN = "INSERT INTO audit_heads (node, first_seq, base_seq, base_hash, seq, hash)
        SELECT $1, n.first_seq, n.first_seq - 1, $2, n.first_seq - 1, $2
        FROM (SELECT COALESCE(MAX(first_seq) + 8796093022208, 1) AS first_seq FROM audit_heads) n";
    MOVE_HEAD = "UPDATE audit_heads SET seq = $3, hash = $4 WHERE node = $1 AND seq = $2";
    INSERT = "INSERT INTO audit_events (seq, id, node, at, actor_type, actor_id, actor_name, person_id, on_behalf_of,
            action, interface, remote_ip, session_id, path, destination, target_type, target_id, target_name,
            before_json, after_json, bytes, sha256, duration_ms, outcome, failure_type, prev_hash, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26, $27)";
}

/// One row, as it is stored. The types are the columns': times in microseconds, UUIDs and hashes as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number: rises by one from row to row of a node.
    pub seq: i64,
    /// Its UUID, of version 7.
    pub id: String,
    /// The node that wrote it.
    pub node: String,
    /// When, in microseconds since the epoch.
    pub at: i64,
    /// `user`, `api_key`, `connection`, `job` or `stranger`.
    pub actor_type: String,
    /// Which of them.
    pub actor_id: Option<String>,
    /// Its name then.
    pub actor_name: Option<String>,
    /// The person who answers for it: the actor, or for whom the actor acted.
    pub person_id: Option<i64>,
    /// For whom, where the actor is no person.
    pub on_behalf_of: Option<i64>,
    /// What was done.
    pub action: String,
    /// Over what.
    pub interface: String,
    /// From which address.
    pub remote_ip: Option<String>,
    /// In which session.
    pub session_id: Option<String>,
    /// On which path, without leading slash.
    pub path: Option<String>,
    /// To which path.
    pub destination: Option<String>,
    /// On what else: its kind.
    pub target_type: Option<String>,
    /// Its id.
    pub target_id: Option<String>,
    /// Its name.
    pub target_name: Option<String>,
    /// The state before, JSON.
    pub before_json: Option<String>,
    /// The state after, JSON.
    pub after_json: Option<String>,
    /// Bytes moved.
    pub bytes: Option<i64>,
    /// Of the content, in hexadecimal.
    pub sha256: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<i64>,
    /// `ok`, `denied`, `failed` or `aborted`.
    pub outcome: String,
    /// Why.
    pub failure_type: Option<String>,
    /// The hash of the row before, of the same node.
    pub prev_hash: String,
    /// Over all columns above.
    pub hash: String,
}

/// The last row of a node's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// The head of the node's chain, if it has one.
///
/// # Errors
/// The database can't be read.
pub async fn head(connection: &mut Connection, node: &str) -> Result<Option<Head>, Error> {
    let row = query(HEAD).bind(node).fetch_optional(connection).await?;
    row.map(|row| Ok(Head { seq: row.try_get("seq")?, hash: row.try_get("hash")? })).transpose()
}

/// Starts the chain of a node that has none; `hash` stands for the row before the first.
///
/// # Errors
/// The database can't be written, or another node starts at this moment.
pub async fn start_chain(connection: &mut Connection, node: &str, hash: &str) -> Result<(), Error> {
    query(START_CHAIN).bind(node).bind(hash).execute(connection).await?;
    Ok(())
}

/// Moves the head of the node's chain from row `from` to `to`. False if it isn't at `from`: another process writes under
/// this node's name.
///
/// # Errors
/// The database can't be written.
pub async fn move_head(connection: &mut Connection, node: &str, from: i64, to: &Head) -> Result<bool, Error> {
    let changed = query(MOVE_HEAD).bind(node).bind(from).bind(to.seq).bind(&to.hash).execute(connection).await?;
    Ok(changed == 1)
}

/// Writes one row.
///
/// # Errors
/// The database can't be written.
pub async fn insert(connection: &mut Connection, row: &Row) -> Result<(), Error> {
    query(INSERT)
        .bind(row.seq)
        .bind(&row.id)
        .bind(&row.node)
        .bind(row.at)
        .bind(&row.actor_type)
        .bind(&row.actor_id)
        .bind(&row.actor_name)
        .bind(row.person_id)
        .bind(row.on_behalf_of)
        .bind(&row.action)
        .bind(&row.interface)
        .bind(&row.remote_ip)
        .bind(&row.session_id)
        .bind(&row.path)
        .bind(&row.destination)
        .bind(&row.target_type)
        .bind(&row.target_id)
        .bind(&row.target_name)
        .bind(&row.before_json)
        .bind(&row.after_json)
        .bind(row.bytes)
        .bind(&row.sha256)
        .bind(row.duration_ms)
        .bind(&row.outcome)
        .bind(&row.failure_type)
        .bind(&row.prev_hash)
        .bind(&row.hash)
        .execute(connection)
        .await?;
    Ok(())
}

impl Row {
    fn read(row: &sql::Row) -> Result<Self, sql::Error> {
        Ok(Self {
            seq: row.try_get("seq")?,
            id: row.try_get("id")?,
            node: row.try_get("node")?,
            at: row.try_get("at")?,
            actor_type: row.try_get("actor_type")?,
            actor_id: row.try_get("actor_id")?,
            actor_name: row.try_get("actor_name")?,
            person_id: row.try_get("person_id")?,
            on_behalf_of: row.try_get("on_behalf_of")?,
            action: row.try_get("action")?,
            interface: row.try_get("interface")?,
            remote_ip: row.try_get("remote_ip")?,
            session_id: row.try_get("session_id")?,
            path: row.try_get("path")?,
            destination: row.try_get("destination")?,
            target_type: row.try_get("target_type")?,
            target_id: row.try_get("target_id")?,
            target_name: row.try_get("target_name")?,
            before_json: row.try_get("before_json")?,
            after_json: row.try_get("after_json")?,
            bytes: row.try_get("bytes")?,
            sha256: row.try_get("sha256")?,
            duration_ms: row.try_get("duration_ms")?,
            outcome: row.try_get("outcome")?,
            failure_type: row.try_get("failure_type")?,
            prev_hash: row.try_get("prev_hash")?,
            hash: row.try_get("hash")?,
        })
    }
}

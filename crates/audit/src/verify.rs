//! Verifying: every row against its hash, every hash against the row before, every end against the seals.

mod chain;

use std::{collections::HashSet, fmt};

use keyfold_db::{Connection, Db, audit as rows};

use crate::{Error, chain as hashes, seal};
use chain::Walk;

/// How many rows are read at a time.
const BATCH: i64 = 1_000;

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A column isn't what it was when the row was written.
    Changed,
    /// The row is gone.
    Removed,
    /// The row stands elsewhere, as this number.
    Moved(i64),
    /// The row was never written by the server, or the one before it was replaced together with its hash.
    Unlinked,
    /// The row comes after the end of the chain, or belongs to no chain.
    Inserted,
    /// The row agrees with its neighbours and not with a seal: the chain was computed anew.
    Resealed,
    /// The record of where the chain ends doesn't have this row's hash.
    Head,
    /// The rows up to this one were deleted, and no seal says that they expired.
    Expired,
    /// A seal on this row isn't signed with a trusted key.
    Seal,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Changed => "was changed after it was written",
            Self::Removed => "was removed",
            Self::Moved(to) => return write!(f, "was moved: it stands as row {to}"),
            Self::Unlinked => "doesn't follow the row before it: one of the two was inserted or replaced",
            Self::Inserted => "was inserted: it belongs to no chain",
            Self::Resealed => "isn't the row that was sealed: the chain was computed anew",
            Self::Head => "isn't the row at which the chain's record ends",
            Self::Expired => "and the rows before it were deleted without having expired",
            Self::Seal => "has a seal that isn't signed with a trusted key",
        })
    }
}

/// The first broken row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Whose chain; empty for a row of no chain.
    pub node: String,
    /// The row's number.
    pub seq: i64,
    /// What is wrong with it.
    pub fault: Fault,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} of node '{}' {}", self.seq, self.node, self.fault)
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many rows were good, up to the first broken one.
    pub rows: u64,
    /// How many seals there are.
    pub seals: u64,
    /// The first broken row.
    pub broken: Option<Broken>,
}

/// Verifies the chains of all nodes, from the state of one moment. `trusted` are the public keys of seals, in
/// hexadecimal.
///
/// # Errors
/// The database can't be read. What is broken is no error: see [`Verification::broken`].
pub async fn verify(db: &Db, trusted: &HashSet<String>) -> Result<Verification, Error> {
    let mut snapshot = db.snapshot().await?;
    let seals = rows::seals(&mut snapshot).await?;
    let mut verification = Verification { seals: seals.len() as u64, ..Verification::default() };
    let forged = seals.iter().find(|seal| !trusted.contains(&seal.key) || !seal::is_genuine(seal));
    if let Some(seal) = forged {
        verification.broken = Some(Broken { node: seal.node.clone(), seq: seal.seq, fault: Fault::Seal });
        return Ok(verification);
    }
    let mut walk = Walk::new(rows::heads(&mut snapshot).await?, seals);
    let mut last = i64::MIN;
    loop {
        let batch = rows::rows_after(&mut snapshot, last, BATCH).await?;
        let Some(end) = batch.last() else { break };
        last = end.seq;
        for row in &batch {
            if let Err(broken) = walk.step(row) {
                verification.broken = Some(tell_moved(&mut snapshot, &walk, broken).await?);
                return Ok(verification);
            }
            verification.rows += 1;
        }
    }
    if let Err(broken) = walk.end() {
        verification.broken = Some(broken);
    }
    Ok(verification)
}

/// A row that is missing or wrong in its place may stand, whole but for its number, in another.
async fn tell_moved(connection: &mut Connection, walk: &Walk, broken: Broken) -> Result<Broken, Error> {
    if !matches!(broken.fault, Fault::Changed | Fault::Removed) {
        return Ok(broken);
    }
    let Some(prev_hash) = walk.expected_hash() else { return Ok(broken) };
    for mut row in rows::rows_elsewhere(connection, prev_hash, broken.seq).await? {
        let stands_as = row.seq;
        row.seq = broken.seq;
        if hashes::hash(&row) == row.hash {
            return Ok(Broken { fault: Fault::Moved(stands_as), ..broken });
        }
    }
    Ok(broken)
}

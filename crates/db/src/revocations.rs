//! Rows of `revocations`: the ordered feed of what ended access.

use keyfold_model::{Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// What ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Everything of the person: deactivated, deleted, role or password changed.
    Person,
    /// What one API key began; `subject` is its id.
    ApiKey,
    /// What one SSH key began; `subject` is its id.
    PublicKey,
    /// One session; `subject` is its id.
    Session,
}

impl Kind {
    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::ApiKey => "api_key",
            Self::PublicKey => "public_key",
            Self::Session => "session",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Person, Self::ApiKey, Self::PublicKey, Self::Session].into_iter().find(|kind| kind.name() == name)
    }
}

/// One entry of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// Its place: rises by one with each, in the order of commits.
    pub seq: i64,
    /// Whose sessions.
    pub user: UserId,
    /// The person's access epoch from then on.
    pub epoch: i64,
    /// What ended.
    pub kind: Kind,
    /// Which key or session.
    pub subject: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl FromRow for Revocation {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            seq: row.try_get("seq")?,
            user: UserId(row.try_get("user_id")?),
            epoch: row.try_get("epoch")?,
            kind: decode::named(row, "kind", Kind::from_name)?,
            subject: row.try_get("subject")?,
            at: decode::time(row, "at")?,
        })
    }
}

statements! {
    // The row of the sequence is locked until the commit, on every engine: so the order of numbers is that of commits.
    NEXT_SEQ = "UPDATE revocation_sequence SET next_seq = next_seq + 1 RETURNING next_seq";
    LOCK = "UPDATE revocation_sequence SET next_seq = next_seq";
    INSERT = "INSERT INTO revocations (seq, user_id, epoch, kind, subject, at) VALUES ($1, $2, $3, $4, $5, $6)";
    AFTER = "SELECT * FROM revocations WHERE seq > $1 ORDER BY seq LIMIT $2";
    DELETE_BEFORE = "DELETE FROM revocations WHERE at < $1";
}

/// Makes every other act that ends access, on every node, wait for this transaction's end: for rules over all people.
///
/// # Errors
/// The database fails.
pub async fn lock(tx: &mut Tx) -> Result<(), Error> {
    query(LOCK).execute(tx.connection()).await?;
    Ok(())
}

/// Appends to the feed and returns the entry's place.
///
/// # Errors
/// The database fails.
pub async fn append(
    tx: &mut Tx,
    user: UserId,
    epoch: i64,
    kind: Kind,
    subject: Option<&str>,
    at: Timestamp,
) -> Result<i64, Error> {
    let next: i64 = query_scalar(NEXT_SEQ).fetch_one(tx.connection()).await?;
    let seq = next - 1;
    query(INSERT)
        .bind(seq)
        .bind(user.0)
        .bind(epoch)
        .bind(kind.name())
        .bind(subject)
        .bind(at.0)
        .execute(tx.connection())
        .await?;
    Ok(seq)
}

/// Up to `most` entries after `seq`, in their order.
///
/// # Errors
/// The database fails.
pub async fn after(connection: &mut Connection, seq: i64, most: i64) -> Result<Vec<Revocation>, Error> {
    Ok(query_as(AFTER).bind(seq).bind(most).fetch_all(connection).await?)
}

/// Sweeps entries older than any session can be.
///
/// # Errors
/// The database fails.
pub async fn delete_before(tx: &mut Tx, at: Timestamp) -> Result<(), Error> {
    query(DELETE_BEFORE).bind(at.0).execute(tx.connection()).await?;
    Ok(())
}

//! Rows of `mails`: what is to be sent, and what became of it.

use keyfold_model::Timestamp;
use sea_query::Condition;

use crate::{
    Connection, Error, Tx, decode, ids,
    keyset::{Direction, Keyset, Page, Slice, filter},
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

const COLUMNS: &[&str] = &[
    "id",
    "kind",
    "about",
    "recipient",
    "subject",
    "body",
    "link",
    "state",
    "attempts",
    "next_attempt_at",
    "answer",
    "created_at",
    "sent_at",
];

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It is to be sent.
    Waiting,
    /// A server took it.
    Sent,
    /// It was given up.
    Failed,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Sent, Self::Failed];

    /// The name in the database and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its id.
    pub id: i64,
    /// What it is about, for programs.
    pub kind: String,
    /// The one thing that it is about: nobody is told of it twice. None: the mail stands for itself.
    pub about: Option<String>,
    /// To whom.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its paragraphs, with an empty line between them.
    pub body: String,
    /// The page that it leads to, a path of this site.
    pub link: Option<String>,
    /// What became of it.
    pub state: State,
    /// How often it was handed to a server.
    pub attempts: i64,
    /// When it is tried next, while it waits.
    pub next_attempt_at: Timestamp,
    /// What the server said last.
    pub answer: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When a server took it.
    pub sent_at: Option<Timestamp>,
}

impl FromRow for Mail {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            about: row.try_get("about")?,
            recipient: row.try_get("recipient")?,
            subject: row.try_get("subject")?,
            body: row.try_get("body")?,
            link: row.try_get("link")?,
            state: decode::named(row, "state", State::from_name)?,
            attempts: row.try_get("attempts")?,
            next_attempt_at: decode::time(row, "next_attempt_at")?,
            answer: row.try_get("answer")?,
            created_at: decode::time(row, "created_at")?,
            sent_at: decode::optional_time(row, "sent_at")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO mails (id, kind, about, recipient, subject, body, link, state, attempts, next_attempt_at, answer, \
        created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $9) ON CONFLICT (about, recipient) DO NOTHING";
    BY_ID = "SELECT * FROM mails WHERE id = $1";
    ABOUT = "SELECT * FROM mails WHERE about = $1 ORDER BY id LIMIT 1";
    DUE = "SELECT * FROM mails WHERE state = 'waiting' AND next_attempt_at <= $1 ORDER BY next_attempt_at, id LIMIT $2";
    CLAIM = "UPDATE mails SET attempts = attempts + 1, next_attempt_at = $3 \
        WHERE id = $1 AND state = 'waiting' AND next_attempt_at <= $2";
    SETTLE = "UPDATE mails SET state = $2, answer = $3, sent_at = $4, next_attempt_at = $5 WHERE id = $1";
    AGAIN = "UPDATE mails SET state = 'waiting', next_attempt_at = $2 WHERE id = $1 AND state <> 'sent'";
    TALLY = "SELECT state, COUNT(*) FROM mails GROUP BY state";
    DELETE_BEFORE = "DELETE FROM mails WHERE created_at < $1 AND state <> 'waiting'";
}

/// Writes a mail under an id of its own. False where this person was told of the same thing before.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, mail: &Mail) -> Result<bool, Error> {
    let id = ids::take(tx).await?;
    let changed = query(INSERT)
        .bind(id)
        .bind(&mail.kind)
        .bind(&mail.about)
        .bind(&mail.recipient)
        .bind(&mail.subject)
        .bind(&mail.body)
        .bind(&mail.link)
        .bind(mail.state.name())
        .bind(mail.created_at.0)
        .bind(&mail.answer)
        .execute(tx.connection())
        .await?;
    Ok(changed > 0)
}

/// A mail.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: i64) -> Result<Option<Mail>, Error> {
    Ok(query_as(BY_ID).bind(id).fetch_optional(connection).await?)
}

/// The first mail about this.
///
/// # Errors
/// The database fails.
pub async fn find_about(connection: &mut Connection, about: &str) -> Result<Option<Mail>, Error> {
    Ok(query_as(ABOUT).bind(about).fetch_optional(connection).await?)
}

/// Up to `most` mails whose time has come, those that have waited longest first.
///
/// # Errors
/// The database fails.
pub async fn due(connection: &mut Connection, now: Timestamp, most: i64) -> Result<Vec<Mail>, Error> {
    Ok(query_as(DUE).bind(now.0).bind(most).fetch_all(connection).await?)
}

/// Takes a due mail in hand until `until`, so that no other node sends it meanwhile. False where another one has it.
///
/// # Errors
/// The database fails.
pub async fn claim(tx: &mut Tx, id: i64, now: Timestamp, until: Timestamp) -> Result<bool, Error> {
    let changed = query(CLAIM).bind(id).bind(now.0).bind(until.0).execute(tx.connection()).await?;
    Ok(changed > 0)
}

/// Says what became of a mail: `state`, `answer`, `sent_at` and `next_attempt_at` are written.
///
/// # Errors
/// The database fails.
pub async fn settle(tx: &mut Tx, mail: &Mail) -> Result<(), Error> {
    query(SETTLE)
        .bind(mail.id)
        .bind(mail.state.name())
        .bind(&mail.answer)
        .bind(mail.sent_at.map(|at| at.0))
        .bind(mail.next_attempt_at.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Makes a mail that was not sent wait again. False where it was sent.
///
/// # Errors
/// The database fails.
pub async fn try_again(tx: &mut Tx, id: i64, at: Timestamp) -> Result<bool, Error> {
    let changed = query(AGAIN).bind(id).bind(at.0).execute(tx.connection()).await?;
    Ok(changed > 0)
}

/// How many mails are in each state.
///
/// # Errors
/// The database fails.
pub async fn tally(connection: &mut Connection) -> Result<Vec<(String, i64)>, Error> {
    Ok(query_as(TALLY).fetch_all(connection).await?)
}

/// A page of the mails in a state, or of all, newest first.
///
/// # Errors
/// The cursor is not one of this list, or the database fails.
pub async fn list(connection: &mut Connection, state: Option<State>, page: &Page) -> Result<Slice<Mail>, Error> {
    let conditions = Condition::all().add_option(state.map(|state| filter::equals("state", state.name())));
    let list = Keyset::of("mails", COLUMNS).filter(conditions).order(&["created_at", "id"], Direction::Descending);
    list.fetch(connection, page, Mail::from_row).await
}

/// Deletes mails older than a moment that are not to be sent any more, and says how many there were.
///
/// # Errors
/// The database fails.
pub async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<u64, Error> {
    Ok(query(DELETE_BEFORE).bind(before.0).execute(tx.connection()).await?)
}

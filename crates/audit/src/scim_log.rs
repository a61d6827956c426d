//! The SCIM log: what a directory's client asked, what it was answered, and what that did here.

use std::{net::IpAddr, time::Duration};

use futures::{Stream, stream};
use keyfold_db::{
    Db, Durability, Tx,
    keyset::{Page, Slice},
    scim_log::{self as rows, Row},
};
use keyfold_model::{Clock, ConnectionId, LoginName, ScimTokenId, Timestamp};
use serde_json::{Value, json};

use crate::Error;

pub use keyfold_db::scim_log::Row as Stored;

/// How long rows are kept unless somebody says otherwise.
pub const DEFAULT_RETENTION: Duration = Duration::from_secs(180 * 24 * 60 * 60);
const ROWS_PER_CHUNK: u32 = 200;

/// One answered request. Secrets are masked by the caller, who knows where they are.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When it came in.
    pub at: Timestamp,
    /// Of which connection; nothing where the token was unknown.
    pub connection: Option<ConnectionId>,
    /// By which token.
    pub token: Option<ScimTokenId>,
    /// `GET`, `PUT`…
    pub method: String,
    /// The path below the SCIM base.
    pub path: String,
    /// The query, without its question mark.
    pub query: String,
    /// What the client says it is.
    pub user_agent: String,
    /// From which address.
    pub remote_ip: IpAddr,
    /// The body; nothing where the token was refused.
    pub request: Option<Value>,
    /// The status of the answer.
    pub status: u16,
    /// The body of the answer.
    pub response: Option<Value>,
    /// How long it took.
    pub duration: Duration,
    /// What was made, changed or removed here, in words.
    pub effects: Vec<String>,
    /// The names of the users that it is about.
    pub users: Vec<String>,
    /// The names of the groups that it is about.
    pub groups: Vec<String>,
}

/// Which rows: those that meet every condition that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this connection.
    pub connection: Option<ConnectionId>,
    /// About a user with this in the name, in any case.
    pub user: Option<String>,
    /// About a group with this in the name, in any case.
    pub group: Option<String>,
    /// With this status.
    pub status: Option<u16>,
    /// About a user or group with this in the name, in any case; or from this address; or with this in the path or query.
    pub text: Option<String>,
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// Writes a row inside the caller's transaction. `id` is one of [`Db::next_id`], taken before it.
///
/// # Errors
/// The database can't be written.
pub async fn insert(tx: &mut Tx, id: i64, entry: &Entry) -> Result<(), Error> {
    Ok(rows::insert(tx.connection(), &row(id, entry)).await?)
}

/// Writes a row in a transaction of its own.
///
/// # Errors
/// The database can't be written.
pub async fn record(db: &Db, entry: &Entry, durability: Durability) -> Result<i64, Error> {
    let row = row(db.next_id().await?, entry);
    db.write(durability, move |tx| {
        Box::pin(async move {
            rows::insert(tx.connection(), &row).await?;
            Ok(row.id)
        })
    })
    .await
}

/// A page of the rows that a filter lets through, newest first.
///
/// # Errors
/// The cursor is not one of this list, or the database can't be read.
pub async fn search(db: &Db, filter: &Filter, page: &Page) -> Result<Slice<Row>, Error> {
    let filter = rows::Filter {
        connection: filter.connection.map(|connection| connection.0),
        user: filter.user.as_deref().map(LoginName::fold),
        group: filter.group.as_deref().map(LoginName::fold),
        code: filter.status.map(i64::from),
        text: filter.text.clone(),
        text_folded: filter.text.as_deref().map(LoginName::fold),
        from: filter.from.map(|from| from.0),
        until: filter.until.map(|until| until.0),
    };
    Ok(rows::search(&mut *db.read().await?, &filter, page).await?)
}

/// The row of this id.
///
/// # Errors
/// The database can't be read.
pub async fn get(db: &Db, id: i64) -> Result<Option<Row>, Error> {
    Ok(rows::get(&mut *db.read().await?, id).await?)
}

/// The rows that a filter lets through, newest first, one JSON object per line, as chunks of bytes.
pub fn export(db: &Db, filter: Filter) -> impl Stream<Item = Result<Vec<u8>, Error>> + Send + 'static {
    let db = db.clone();
    stream::try_unfold(Some(Page::first(ROWS_PER_CHUNK)), move |page| {
        let (db, filter) = (db.clone(), filter.clone());
        async move {
            let Some(page) = page else { return Ok(None) };
            let slice = search(&db, &filter, &page).await?;
            let mut bytes = Vec::new();
            for row in &slice.rows {
                bytes.extend(object(row).to_string().into_bytes());
                bytes.push(b'\n');
            }
            Ok(Some((bytes, slice.next.map(|at| Page::after(at, ROWS_PER_CHUNK)))))
        }
    })
}

/// Deletes the rows older than `retention`, and says how many there were.
///
/// # Errors
/// The database can't be written.
pub async fn expire(db: &Db, clock: &dyn Clock, retention: Duration) -> Result<u64, Error> {
    let before = clock.now().before(retention).0;
    db.write(Durability::Process, move |tx| {
        Box::pin(async move { Ok(rows::delete_before(tx.connection(), before).await?) })
    })
    .await
}

/// A row as JSON, its bodies as the documents that they are.
#[must_use]
pub fn object(row: &Row) -> Value {
    json!({
        "id": row.id,
        "created_at": Timestamp(row.created_at).to_string(),
        "connection_id": row.connection_id,
        "token_id": row.token_id,
        "request_method": row.request_method,
        "request_path": row.request_path,
        "query": row.query,
        "user_agent": row.user_agent,
        "remote_ip": row.remote_ip,
        "request_json": document(row.request_json.as_deref()),
        "http_response_code": row.http_response_code,
        "response_json": document(row.response_json.as_deref()),
        "duration_ms": row.duration_ms,
        "effects": document(Some(&row.effects)),
    })
}

fn document(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)))
}

fn row(id: i64, entry: &Entry) -> Row {
    let text = |text: &str| text.replace('\0', "\u{fffd}");
    Row {
        id,
        created_at: entry.at.0,
        connection_id: entry.connection.map(|connection| connection.0),
        token_id: entry.token.map(|token| token.0),
        request_method: text(&entry.method),
        request_path: text(&entry.path),
        query: text(&entry.query),
        user_agent: text(&entry.user_agent),
        remote_ip: entry.remote_ip.to_canonical().to_string(),
        request_json: entry.request.as_ref().map(Value::to_string),
        http_response_code: i64::from(entry.status),
        response_json: entry.response.as_ref().map(Value::to_string),
        duration_ms: i64::try_from(entry.duration.as_millis()).unwrap_or(i64::MAX),
        effects: json!(entry.effects).to_string(),
        user_names: lines(&entry.users),
        group_names: lines(&entry.groups),
    }
}

/// Each name between line feeds, so that a search for one never matches across two.
fn lines(names: &[String]) -> String {
    names.iter().map(|name| format!("{}\n", LoginName::fold(&name.replace(['\0', '\n'], " ")))).collect()
}

//! The SCIM log: one row per answered request of a directory's client.

use sea_query::Condition;

use crate::{
    Connection, Error,
    keyset::{Direction, Keyset, Page, Slice, filter},
    sql::{self, query},
    statement::statements,
};

const COLUMNS: &[&str] = &[
    "id",
    "created_at",
    "connection_id",
    "token_id",
    "request_method",
    "request_path",
    "query",
    "user_agent",
    "remote_ip",
    "request_json",
    "http_response_code",
    "response_json",
    "duration_ms",
    "effects",
    "user_names",
    "group_names",
];

statements! {
    INSERT = "INSERT INTO scim_log (id, created_at, connection_id, token_id, request_method, request_path, query,
            user_agent, remote_ip, request_json, http_response_code, response_json, duration_ms, effects, user_names,
            group_names)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    GET = "SELECT * FROM scim_log WHERE id = $1";
    DELETE_BEFORE = "DELETE FROM scim_log WHERE created_at < $1";
}

/// One request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: i64,
    /// When it came in, in microseconds since the epoch.
    pub created_at: i64,
    /// Of which connection; nothing where the token was unknown.
    pub connection_id: Option<i64>,
    /// By which token.
    pub token_id: Option<i64>,
    /// `GET`, `PUT`…
    pub request_method: String,
    /// The path below the SCIM base.
    pub request_path: String,
    /// The query, without its question mark.
    pub query: String,
    /// What the client says it is.
    pub user_agent: String,
    /// From which address.
    pub remote_ip: String,
    /// The body, secrets masked.
    pub request_json: Option<String>,
    /// The status of the answer.
    pub http_response_code: i64,
    /// The body of the answer, secrets masked.
    pub response_json: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// What was made, changed or removed here: a JSON array of sentences.
    pub effects: String,
    /// The names of the users that it is about, folded, each between line feeds.
    pub user_names: String,
    /// The names of the groups that it is about, likewise.
    pub group_names: String,
}

/// Which rows: those that meet every condition that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this connection.
    pub connection: Option<i64>,
    /// About a user with this in the name, folded.
    pub user: Option<String>,
    /// About a group with this in the name, folded.
    pub group: Option<String>,
    /// With this status.
    pub code: Option<i64>,
    /// With this in the path, the query or the address.
    pub text: Option<String>,
    /// Or with this in a name, folded.
    pub text_folded: Option<String>,
    /// At this moment or later, in microseconds since the epoch.
    pub from: Option<i64>,
    /// Before this moment.
    pub until: Option<i64>,
}

impl Filter {
    /// Rows that hold the text in any of the places where a person looks for it.
    fn anywhere(&self) -> Option<Condition> {
        let (text, folded) = (self.text.as_deref()?, self.text_folded.as_deref()?);
        let plain = ["request_path", "query", "remote_ip"].map(|column| filter::contains(column, text));
        let names = ["user_names", "group_names"].map(|column| filter::contains(column, folded));
        Some(plain.into_iter().chain(names).fold(Condition::any(), Condition::add))
    }
}

/// Writes one row.
///
/// # Errors
/// The database can't be written.
pub async fn insert(connection: &mut Connection, row: &Row) -> Result<(), Error> {
    query(INSERT)
        .bind(row.id)
        .bind(row.created_at)
        .bind(row.connection_id)
        .bind(row.token_id)
        .bind(&row.request_method)
        .bind(&row.request_path)
        .bind(&row.query)
        .bind(&row.user_agent)
        .bind(&row.remote_ip)
        .bind(&row.request_json)
        .bind(row.http_response_code)
        .bind(&row.response_json)
        .bind(row.duration_ms)
        .bind(&row.effects)
        .bind(&row.user_names)
        .bind(&row.group_names)
        .execute(connection)
        .await?;
    Ok(())
}

/// The row of this id.
///
/// # Errors
/// The database can't be read.
pub async fn get(connection: &mut Connection, id: i64) -> Result<Option<Row>, Error> {
    let row = query(GET).bind(id).fetch_optional(connection).await?;
    Ok(row.as_ref().map(Row::read).transpose()?)
}

/// A page of the rows that a filter lets through, newest first.
///
/// # Errors
/// The cursor is not one of this list, or the database can't be read.
pub async fn search(connection: &mut Connection, filter: &Filter, page: &Page) -> Result<Slice<Row>, Error> {
    let conditions = Condition::all()
        .add_option(filter.connection.map(|id| filter::equals("connection_id", id)))
        .add_option(filter.code.map(|code| filter::equals("http_response_code", code)))
        .add_option(filter.user.as_deref().map(|name| filter::contains("user_names", name)))
        .add_option(filter.group.as_deref().map(|name| filter::contains("group_names", name)))
        .add_option(filter.anywhere())
        .add_option(filter.from.map(|from| filter::at_least("created_at", from)))
        .add_option(filter.until.map(|until| filter::below("created_at", until)));
    let list = Keyset::of("scim_log", COLUMNS).filter(conditions).order(&["created_at", "id"], Direction::Descending);
    list.fetch(connection, page, Row::read).await
}

/// Deletes what is older than a moment, and says how many rows it was.
///
/// # Errors
/// The database can't be written.
pub async fn delete_before(connection: &mut Connection, before: i64) -> Result<u64, Error> {
    Ok(query(DELETE_BEFORE).bind(before).execute(connection).await?)
}

impl Row {
    fn read(row: &sql::Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            created_at: row.try_get("created_at")?,
            connection_id: row.try_get("connection_id")?,
            token_id: row.try_get("token_id")?,
            request_method: row.try_get("request_method")?,
            request_path: row.try_get("request_path")?,
            query: row.try_get("query")?,
            user_agent: row.try_get("user_agent")?,
            remote_ip: row.try_get("remote_ip")?,
            request_json: row.try_get("request_json")?,
            http_response_code: row.try_get("http_response_code")?,
            response_json: row.try_get("response_json")?,
            duration_ms: row.try_get("duration_ms")?,
            effects: row.try_get("effects")?,
            user_names: row.try_get("user_names")?,
            group_names: row.try_get("group_names")?,
        })
    }
}

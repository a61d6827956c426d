//! SQLite, in place.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, Statement, types::ValueRef};

use super::{Error, Parameter, Query, Row, Value, query::Reuse};

/// How many statements a connection keeps prepared: all there are, and the lists that are used now.
const PREPARED: usize = 384;
/// How long a statement waits for another process to finish its transaction.
const BUSY: Duration = Duration::from_secs(10);
/// How many steps of SQLite's virtual machine are counted as one.
const STEPS: i32 = 1_000;
/// How many of them a reading statement may take on its caller's thread: about a millisecond.
const IN_PLACE: i64 = 20;

/// Where a database is and how it may be opened.
#[derive(Clone, Debug)]
pub struct Options {
    file: PathBuf,
    flags: OpenFlags,
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Transactions, on a thread that may block.
    Writing,
    /// Statements on threads that many tasks share.
    Reading,
}

/// A connection to SQLite.
#[derive(Debug)]
pub struct Sqlite {
    /// Away while a long statement runs on another thread, and for ever where nobody waited for its end.
    connection: Option<Connection>,
    patience: Arc<AtomicI64>,
    purpose: Purpose,
}

impl Options {
    /// Reads `sqlite:///path/to/file?mode=ro|rw|rwc`.
    pub fn parse(url: &str) -> Option<Self> {
        let rest = url.strip_prefix("sqlite:")?;
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (file, mode) = rest.split_once("?mode=").unwrap_or((rest, "rwc"));
        let access = match mode {
            "ro" => OpenFlags::SQLITE_OPEN_READ_ONLY,
            "rw" => OpenFlags::SQLITE_OPEN_READ_WRITE,
            "rwc" => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            _ => return None,
        };
        // One connection is used by one thread at a time.
        (!file.is_empty()).then(|| Self { file: file.into(), flags: access | OpenFlags::SQLITE_OPEN_NO_MUTEX })
    }

    /// Opens a connection.
    pub fn connect(&self, purpose: Purpose) -> Result<Sqlite, Error> {
        Sqlite::new(Connection::open_with_flags(&self.file, self.flags)?, purpose)
    }
}

impl Sqlite {
    fn new(connection: Connection, purpose: Purpose) -> Result<Self, Error> {
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;
             PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY",
        )?;
        let patience = Arc::new(AtomicI64::new(i64::MAX));
        if purpose == Purpose::Reading {
            let left = Arc::clone(&patience);
            connection.progress_handler(STEPS, Some(move || left.fetch_sub(1, Ordering::Relaxed) <= 0))?;
        }
        Ok(Self { connection: Some(connection), patience, purpose })
    }

    #[cfg(test)]
    pub fn in_memory() -> Result<Self, Error> {
        Self::new(Connection::open_in_memory()?, Purpose::Reading)
    }

    /// Takes what there is of it, and leaves one that can do nothing.
    pub fn take(&mut self) -> Self {
        Self { connection: self.connection.take(), patience: Arc::clone(&self.patience), purpose: self.purpose }
    }

    /// Ends an open transaction without its changes. False if the connection is no good any more.
    pub fn roll_back(&mut self) -> bool {
        let Some(connection) = &self.connection else { return false };
        connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok()
    }

    /// Runs statements without parameters, separated by semicolons.
    pub fn script(&mut self, sql: &str) -> Result<(), Error> {
        self.patience.store(i64::MAX, Ordering::Relaxed);
        Ok(self.connection.as_ref().ok_or(Error::BrokenOff)?.execute_batch(sql)?)
    }

    /// Whether the engine understands the statement.
    pub fn prepare(&mut self, sql: &str) -> Result<(), Error> {
        self.connection.as_ref().ok_or(Error::BrokenOff)?.prepare(sql)?;
        Ok(())
    }

    /// Runs a statement, and says how many rows it changed.
    pub async fn execute(&mut self, query: Query<'_>) -> Result<u64, Error> {
        self.run(query, execute).await
    }

    /// Runs a statement, and gives its rows.
    pub async fn fetch(&mut self, query: Query<'_>) -> Result<Vec<Row>, Error> {
        self.run(query, fetch).await
    }

    /// In place; what reads and is long is begun again on a thread that may block. What writes on a reader's connection
    /// (a test's, a migration's) is never interrupted.
    async fn run<T: Send + 'static>(
        &mut self,
        query: Query<'_>,
        act: fn(&Query<'_>, &Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let connection = self.connection.as_ref().ok_or(Error::BrokenOff)?;
        let may_restart = self.purpose == Purpose::Reading && only_reads(&query, connection)?;
        self.patience.store(if may_restart { IN_PLACE } else { i64::MAX }, Ordering::Relaxed);
        match act(&query, connection) {
            Err(Error::Sqlite(error)) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {}
            done => return done,
        }
        let (query, connection) = (query.into_owned(), self.connection.take().ok_or(Error::BrokenOff)?);
        self.patience.store(i64::MAX, Ordering::Relaxed);
        let running = tokio::task::spawn_blocking(move || (act(&query, &connection), connection));
        let (done, connection) = running.await.map_err(|_| Error::BrokenOff)?;
        self.connection = Some(connection);
        done
    }
}

/// Prepared, or kept so.
fn prepare<'c>(query: &Query<'_>, connection: &'c Connection) -> Result<CachedStatement<'c>, Error> {
    Ok(connection.prepare_cached(&query.sql)?)
}

/// Gives the statement back to those that are kept, or not.
fn give_back(query: &Query<'_>, statement: CachedStatement<'_>) {
    match query.reuse {
        Reuse::Expected => drop(statement),
        Reuse::Unlikely => statement.discard(),
    }
}

fn only_reads(query: &Query<'_>, connection: &Connection) -> Result<bool, Error> {
    Ok(prepare(query, connection)?.readonly())
}

fn execute(query: &Query<'_>, connection: &Connection) -> Result<u64, Error> {
    let mut statement = prepare(query, connection)?;
    bind(query, &mut statement)?;
    // One that returns rows may be run for its effect alone.
    let changed = if statement.column_count() > 0 {
        let mut rows = statement.raw_query();
        let mut count = 0;
        while rows.next()?.is_some() {
            count += 1;
        }
        count
    } else {
        statement.raw_execute()? as u64
    };
    give_back(query, statement);
    Ok(changed)
}

fn fetch(query: &Query<'_>, connection: &Connection) -> Result<Vec<Row>, Error> {
    let mut statement = prepare(query, connection)?;
    bind(query, &mut statement)?;
    let names: Arc<[Box<str>]> = statement.column_names().into_iter().map(Box::from).collect();
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let values = (0..names.len()).map(|place| read(row.get_ref(place)?)).collect::<Result<_, Error>>()?;
        all.push(Row::new(Arc::clone(&names), values));
    }
    drop(rows);
    give_back(query, statement);
    Ok(all)
}

/// SQLite numbers `$1`, `$2`… by where they first stand, not by what they say.
fn bind(query: &Query<'_>, statement: &mut Statement<'_>) -> Result<(), Error> {
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let parameter = number.and_then(|number| query.parameters.get(number.checked_sub(1)?));
        match parameter.ok_or(rusqlite::Error::InvalidParameterCount(query.parameters.len(), place))? {
            Parameter::Integer(value) => statement.raw_bind_parameter(place, value)?,
            Parameter::Text(value) => statement.raw_bind_parameter(place, value.as_deref())?,
            Parameter::Bytes(value) => statement.raw_bind_parameter(place, value.as_ref())?,
        }
    }
    Ok(())
}

fn read(value: ValueRef<'_>) -> Result<Value, Error> {
    match value {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(integer) => Ok(Value::Integer(integer)),
        ValueRef::Text(bytes) => {
            let text = std::str::from_utf8(bytes).map_err(|error| rusqlite::Error::Utf8Error(0, error))?;
            Ok(Value::Text(text.to_owned()))
        }
        ValueRef::Blob(bytes) => Ok(Value::Bytes(Bytes::copy_from_slice(bytes))),
        ValueRef::Real(_) => Err(Error::Type { column: value.data_type().to_string() }),
    }
}

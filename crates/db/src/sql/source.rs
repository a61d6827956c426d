//! Where connections come from.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use parking_lot::Mutex;
use sqlx::{
    ConnectOptions as _, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    Connection, Error,
    connection::Engine as Inner,
    sqlite::{Options, Purpose, Sqlite},
};
use crate::{Engine, redact};

/// How many may read at the same moment.
const READERS: u32 = 8;

/// A database: connections for reading, in a pool, and others. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Source {
    Sqlite(Arc<Pool>),
    Postgres { options: Box<PgConnectOptions>, pool: PgPool },
}

/// Readers of SQLite that wait to be used again.
#[derive(Debug)]
pub struct Pool {
    options: Options,
    idle: Mutex<Vec<Sqlite>>,
    permits: Arc<Semaphore>,
}

/// A connection for reading, out of the pool. What it began and did not end is undone when it is dropped.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
    home: Option<(Arc<Pool>, OwnedSemaphorePermit)>,
}

impl Source {
    /// The database at the URL, which says which engine it is.
    pub fn at(engine: Engine, url: &str) -> Result<Self, crate::Error> {
        let open = |source| crate::Error::Open { url: redact(url), source };
        match engine {
            Engine::Sqlite => {
                let options = Options::parse(url).ok_or_else(|| crate::Error::Url { url: redact(url) })?;
                let permits = Arc::new(Semaphore::new(READERS as usize));
                Ok(Self::Sqlite(Arc::new(Pool { options, idle: Mutex::default(), permits })))
            }
            Engine::Postgres => {
                let options: PgConnectOptions = url.parse().map_err(|error: sqlx::Error| open(error.into()))?;
                let options = options.disable_statement_logging();
                let pool = PgPoolOptions::new().max_connections(READERS).test_before_acquire(true);
                Ok(Self::Postgres { pool: pool.connect_lazy_with(options.clone()), options: Box::new(options) })
            }
        }
    }

    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
        }
    }

    /// A connection for writing.
    pub async fn connect(&self) -> Result<Connection, Error> {
        match self {
            Self::Sqlite(pool) => Ok(Connection(Inner::Sqlite(pool.options.connect(Purpose::Writing)?))),
            Self::Postgres { options, .. } => {
                let connection: PgConnection = options.connect().await?;
                Ok(Connection(Inner::Postgres(Box::new(connection))))
            }
        }
    }

    /// A connection for reading. It sees what was committed when each statement began.
    pub async fn read(&self) -> Result<Reader, Error> {
        match self {
            Self::Sqlite(pool) => Reader::of(pool).await,
            Self::Postgres { pool, .. } => {
                Ok(Reader { connection: Connection(Inner::PooledPostgres(pool.acquire().await?)), home: None })
            }
        }
    }

    /// A connection for reading that sees the state of one moment.
    pub async fn snapshot(&self) -> Result<Reader, Error> {
        match self {
            Self::Sqlite(pool) => {
                let mut reader = Reader::of(pool).await?;
                reader.script("BEGIN").await?;
                Ok(reader)
            }
            Self::Postgres { pool, .. } => {
                let transaction = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                Ok(Reader { connection: Connection(Inner::PostgresSnapshot(transaction)), home: None })
            }
        }
    }

    /// No readers from here on.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool) => {
                pool.permits.close();
                pool.idle.lock().clear();
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

impl Reader {
    async fn of(pool: &Arc<Pool>) -> Result<Self, Error> {
        let permit = Arc::clone(&pool.permits).acquire_owned().await.map_err(|_| Error::BrokenOff)?;
        let idle = pool.idle.lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => pool.options.connect(Purpose::Reading)?,
        };
        Ok(Self { connection: Connection(Inner::Sqlite(connection)), home: Some((Arc::clone(pool), permit)) })
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let (Some((pool, _permit)), Inner::Sqlite(connection)) = (self.home.take(), &mut self.connection.0) {
            let mut connection = connection.take();
            if connection.roll_back() && !pool.permits.is_closed() {
                pool.idle.lock().push(connection);
            }
        }
    }
}

impl Deref for Reader {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

//! The writer's connection, opened again when it is lost.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use super::Durability;
use crate::{Connection, Engine, Error, sql, sql::Source};

/// How long after a failed attempt to connect the next one waits: doubled each time, up to the longest.
const FIRST_DELAY: Duration = Duration::from_millis(100);
const LONGEST_DELAY: Duration = Duration::from_secs(5);

/// A connection that may be lost.
pub struct Link {
    source: Source,
    connection: Option<Connection>,
    synchronous: Durability,
    retry: Option<Retry>,
}

/// When to try to connect again, and why the last try failed.
struct Retry {
    at: Instant,
    delay: Duration,
    cause: Arc<sql::Error>,
}

impl Link {
    /// A link that stands.
    pub const fn new(source: Source, connection: Connection) -> Self {
        Self { source, connection: Some(connection), synchronous: Durability::Disk, retry: None }
    }

    pub(super) const fn engine(&self) -> Engine {
        self.source.engine()
    }

    /// A connection on which a transaction has begun. A connection that turns out to be lost is replaced, once: nothing
    /// of the transaction has run yet.
    ///
    /// # Errors
    /// The database can't be reached. While the next attempt isn't due, the answer comes at once.
    pub(super) async fn begin(&mut self, durability: Durability) -> Result<Connection, Error> {
        if let Some(mut connection) = self.connection.take() {
            match self.start(&mut connection, durability).await {
                Ok(()) => return Ok(connection),
                Err(error) => tracing::warn!(%error, "no transaction could begin: opening another connection"),
            }
        }
        let mut connection = self.connect().await?;
        let begun = self.start(&mut connection, durability).await;
        begun.map_err(|source| Error::Unavailable { source: Arc::new(source) })?;
        Ok(connection)
    }

    /// Takes the connection back after a transaction.
    pub(super) fn give_back(&mut self, connection: Connection) {
        self.connection = Some(connection);
    }

    /// Moves what SQLite has in its log into the file, and closes.
    pub(super) async fn close(mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        if self.engine() == Engine::Sqlite {
            let checkpoint = connection.script("PRAGMA wal_checkpoint(TRUNCATE)").await;
            if let Err(error) = checkpoint {
                tracing::warn!(%error, "the database's log could not be written back: the next start reads it");
            }
        }
        connection.close().await;
    }

    async fn start(&mut self, connection: &mut Connection, durability: Durability) -> Result<(), sql::Error> {
        match self.engine() {
            Engine::Sqlite => {
                if self.synchronous != durability {
                    let pragma = match durability {
                        Durability::Process => "PRAGMA synchronous = NORMAL",
                        Durability::Disk => "PRAGMA synchronous = FULL",
                    };
                    connection.script(pragma).await?;
                    self.synchronous = durability;
                }
                connection.script("BEGIN IMMEDIATE").await
            }
            Engine::Postgres => {
                let begin = match durability {
                    Durability::Process => "BEGIN; SET LOCAL synchronous_commit = off",
                    Durability::Disk => "BEGIN",
                };
                connection.script(begin).await
            }
        }
    }

    async fn connect(&mut self) -> Result<Connection, Error> {
        if let Some(retry) = &self.retry
            && Instant::now() < retry.at
        {
            return Err(Error::Unavailable { source: Arc::clone(&retry.cause) });
        }
        match self.try_connect().await {
            Ok(connection) => {
                self.retry = None;
                self.synchronous = Durability::Disk;
                Ok(connection)
            }
            Err(error) => {
                let delay = self.retry.as_ref().map_or(FIRST_DELAY, |last| (last.delay * 2).min(LONGEST_DELAY));
                let cause = Arc::new(error);
                self.retry = Some(Retry { at: Instant::now() + delay, delay, cause: Arc::clone(&cause) });
                Err(Error::Unavailable { source: cause })
            }
        }
    }

    async fn try_connect(&mut self) -> Result<Connection, sql::Error> {
        self.source.connect().await
    }
}

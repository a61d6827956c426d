//! The writer's connection, opened again when it is lost.

use std::{sync::Arc, time::Duration};

use sqlx::{AnyConnection, ConnectOptions as _, Connection as _, any::AnyConnectOptions};
use tokio::time::Instant;

use super::Durability;
use crate::{Engine, Error, prepare_connection};

/// How long after a failed attempt to connect the next one waits: doubled each time, up to the longest.
const FIRST_DELAY: Duration = Duration::from_millis(100);
const LONGEST_DELAY: Duration = Duration::from_secs(5);

/// A connection that may be lost.
pub struct Link {
    engine: Engine,
    options: AnyConnectOptions,
    connection: Option<AnyConnection>,
    synchronous: Durability,
    retry: Option<Retry>,
}

/// When to try to connect again, and why the last try failed.
struct Retry {
    at: Instant,
    delay: Duration,
    cause: Arc<sqlx::Error>,
}

impl Link {
    /// A link that stands.
    pub const fn new(engine: Engine, options: AnyConnectOptions, connection: AnyConnection) -> Self {
        Self { engine, options, connection: Some(connection), synchronous: Durability::Disk, retry: None }
    }

    pub(super) const fn engine(&self) -> Engine {
        self.engine
    }

    /// A connection on which a transaction has begun. A connection that turns out to be lost is replaced, once: nothing
    /// of the transaction has run yet.
    ///
    /// # Errors
    /// The database can't be reached. While the next attempt isn't due, the answer comes at once.
    pub(super) async fn begin(&mut self, durability: Durability) -> Result<AnyConnection, Error> {
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
    pub(super) fn give_back(&mut self, connection: AnyConnection) {
        self.connection = Some(connection);
    }

    /// Moves what SQLite has in its log into the file, and closes.
    pub(super) async fn close(mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        if self.engine == Engine::Sqlite {
            let checkpoint = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await;
            if let Err(error) = checkpoint {
                tracing::warn!(%error, "the database's log could not be written back: the next start reads it");
            }
        }
        drop(connection.close().await);
    }

    async fn start(&mut self, connection: &mut AnyConnection, durability: Durability) -> Result<(), sqlx::Error> {
        match self.engine {
            Engine::Sqlite => {
                if self.synchronous != durability {
                    sqlx::raw_sql(match durability {
                        Durability::Process => "PRAGMA synchronous = NORMAL",
                        Durability::Disk => "PRAGMA synchronous = FULL",
                    })
                    .execute(&mut *connection)
                    .await?;
                    self.synchronous = durability;
                }
                sqlx::raw_sql("BEGIN IMMEDIATE").execute(connection).await?;
            }
            Engine::Postgres => {
                sqlx::raw_sql(match durability {
                    Durability::Process => "BEGIN; SET LOCAL synchronous_commit = off",
                    Durability::Disk => "BEGIN",
                })
                .execute(connection)
                .await?;
            }
        }
        Ok(())
    }

    async fn connect(&mut self) -> Result<AnyConnection, Error> {
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

    async fn try_connect(&mut self) -> Result<AnyConnection, sqlx::Error> {
        let mut connection = self.options.connect().await?;
        prepare_connection(self.engine, &mut connection).await?;
        Ok(connection)
    }
}

//! A connection to either engine.

use sqlx::{Connection as _, PgConnection, Postgres, pool::PoolConnection};

use super::{Error, Query, Row, postgres, sqlite::Sqlite};

/// A connection, to read with or inside a transaction.
#[derive(Debug)]
pub struct Connection(pub(super) Engine);

/// Whose it is.
#[derive(Debug)]
pub(super) enum Engine {
    Sqlite(Sqlite),
    Postgres(Box<PgConnection>),
    PooledPostgres(PoolConnection<Postgres>),
    PostgresSnapshot(sqlx::Transaction<'static, Postgres>),
}

/// The engine that is asked.
enum Asked<'c> {
    Sqlite(&'c mut Sqlite),
    Postgres(&'c mut PgConnection),
}

impl Connection {
    /// Runs statements without parameters, separated by semicolons.
    ///
    /// # Errors
    /// The engine refuses one.
    pub async fn script(&mut self, sql: &str) -> Result<(), Error> {
        match self.asked() {
            Asked::Sqlite(connection) => connection.script(sql),
            Asked::Postgres(connection) => postgres::script(connection, sql).await,
        }
    }

    /// Whether the engine understands the statement.
    ///
    /// # Errors
    /// It does not.
    pub async fn prepare(&mut self, sql: &str) -> Result<(), Error> {
        match self.asked() {
            Asked::Sqlite(connection) => connection.prepare(sql),
            Asked::Postgres(connection) => postgres::prepare(connection, sql).await,
        }
    }

    pub(super) async fn execute(&mut self, query: Query<'_>) -> Result<u64, Error> {
        match self.asked() {
            Asked::Sqlite(connection) => connection.execute(query).await,
            Asked::Postgres(connection) => postgres::execute(connection, query).await,
        }
    }

    pub(super) async fn fetch(&mut self, query: Query<'_>) -> Result<Vec<Row>, Error> {
        match self.asked() {
            Asked::Sqlite(connection) => connection.fetch(query).await,
            Asked::Postgres(connection) => postgres::fetch(connection, query).await,
        }
    }

    /// Ends it in order.
    pub(crate) async fn close(self) {
        match self.0 {
            Engine::Sqlite(connection) => drop(connection),
            // What the server has left to say to a connection that is given up interests nobody.
            Engine::Postgres(connection) => drop(connection.close().await),
            Engine::PooledPostgres(connection) => drop(connection),
            Engine::PostgresSnapshot(transaction) => drop(transaction),
        }
    }

    fn asked(&mut self) -> Asked<'_> {
        match &mut self.0 {
            Engine::Sqlite(connection) => Asked::Sqlite(connection),
            Engine::Postgres(connection) => Asked::Postgres(connection),
            Engine::PooledPostgres(connection) => Asked::Postgres(connection),
            Engine::PostgresSnapshot(transaction) => Asked::Postgres(transaction),
        }
    }

    #[cfg(test)]
    pub(crate) fn in_memory() -> Self {
        Self(Engine::Sqlite(Sqlite::in_memory().expect("a database in memory")))
    }
}

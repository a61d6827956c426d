//! Bringing the schema up to date: the files of `migrations/`, in order, each once, on both engines alike.

use std::borrow::Cow;

use sqlx::migrate::{MigrateError, Migrator};

use super::{Connection, Error, connection::Engine, query, query_as};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// What has been applied, in the table of sqlx's that PostgreSQL has too.
const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
    checksum TEXT NOT NULL)";
const APPLIED: &str = "SELECT version, checksum FROM _sqlx_migrations ORDER BY version";
const NOTE: &str = "INSERT INTO _sqlx_migrations (version, description, checksum) VALUES ($1, $2, $3)";

/// Applies what has not been applied yet.
///
/// # Errors
/// A migration fails, one that was applied has been changed since, or the database is of a newer version of this program.
pub async fn migrate(connection: &mut Connection) -> Result<(), MigrateError> {
    match &mut connection.0 {
        Engine::Sqlite(_) => migrate_sqlite(connection).await,
        Engine::Postgres(connection) => MIGRATIONS.run(&mut **connection).await,
        Engine::PooledPostgres(connection) => MIGRATIONS.run(&mut **connection).await,
        Engine::PostgresSnapshot(connection) => MIGRATIONS.run(&mut **connection).await,
    }
}

async fn migrate_sqlite(connection: &mut Connection) -> Result<(), MigrateError> {
    connection.script("BEGIN IMMEDIATE").await.map_err(source)?;
    connection.script(TABLE).await.map_err(source)?;
    let applied: Vec<(i64, String)> = query_as(APPLIED).fetch_all(connection).await.map_err(source)?;
    for (version, checksum) in &applied {
        match MIGRATIONS.iter().find(|migration| migration.version == *version) {
            None => return Err(MigrateError::VersionMissing(*version)),
            Some(migration) if hex::encode(&migration.checksum) != *checksum => {
                return Err(MigrateError::VersionMismatch(*version));
            }
            Some(_) => {}
        }
    }
    let applied = |version| applied.iter().any(|(other, _)| *other == version);
    for migration in MIGRATIONS.iter().filter(|migration| !applied(migration.version)) {
        connection.script(migration.sql.as_str()).await.map_err(source)?;
        let description = Cow::clone(&migration.description).into_owned();
        let note = query(NOTE).bind(migration.version).bind(description).bind(hex::encode(&migration.checksum));
        note.execute(connection).await.map_err(source)?;
    }
    connection.script("COMMIT").await.map_err(source)
}

fn source(error: Error) -> MigrateError {
    MigrateError::Source(Box::new(error))
}

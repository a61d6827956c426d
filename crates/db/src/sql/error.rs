//! What an engine says when a statement fails.

use std::borrow::Cow;

/// An error of a statement.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite refused it.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refused it, or can't be reached.
    #[error(transparent)]
    Postgres(#[from] sqlx::Error),
    /// One row was expected, and there is none.
    #[error("no row was found where there must be one")]
    NoRow,
    /// The row has no such column.
    #[error("the row has no column {0}")]
    NoColumn(String),
    /// A column holds something else than what it was read as.
    #[error("column {column} holds a value of another type")]
    Type {
        /// Its name or place.
        column: String,
    },
    /// A column holds a value that its reader doesn't know.
    #[error("column {column} can't be read")]
    Content {
        /// Its name.
        column: &'static str,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The statement's own thread ended, or its connection is gone.
    #[error("the statement was broken off")]
    BrokenOff,
}

impl Error {
    /// Whether a row that must be unique was there already.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        matches!(self.code().as_deref(), Some("2067" | "1555" | "23505"))
    }

    /// The engine's own code: SQLite's extended result code, PostgreSQL's SQLSTATE.
    #[must_use]
    pub fn code(&self) -> Option<Cow<'_, str>> {
        if let Self::Sqlite(error) = self {
            error.sqlite_error().map(|error| error.extended_code.to_string().into())
        } else if let Self::Postgres(error) = self {
            error.as_database_error()?.code()
        } else {
            None
        }
    }
}

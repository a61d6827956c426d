//! What can go wrong with the database.

use std::sync::Arc;

use crate::sql;

/// An error of the database, with its cause.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL names no engine.
    #[error(
        "'{url}' is not a database URL: use sqlite:///path/to/keyfold.db or postgres://user:password@host/database"
    )]
    Url {
        /// As given, without its password.
        url: String,
    },
    /// The file or server can't be opened.
    #[error("the database {url} can't be opened: check that its folder is writable or its server runs")]
    Open {
        /// As given, without its password.
        url: String,
        /// What the engine said.
        source: sql::Error,
    },
    /// The schema can't be brought up to date.
    #[error("the database's schema can't be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A statement failed.
    #[error("a database statement failed")]
    Statement(#[from] sql::Error),
    /// The transaction ran, and could not be committed. Nothing of it was kept, unless the connection was lost in the very
    /// moment of the commit.
    #[error("the database could not commit the change")]
    Commit {
        /// What the engine said; those that were committed together share it.
        source: Arc<sql::Error>,
    },
    /// The database can't be reached at the moment. Nothing was done.
    #[error("the database can't be reached: check that its server runs; the connection is tried again by itself")]
    Unavailable {
        /// What the engine said.
        source: Arc<sql::Error>,
    },
    /// The code of the transaction panicked. Its changes were undone.
    #[error("a defect in this program ended the change, which was undone: the log has the details")]
    Panicked,
    /// A transaction asked for another one, or for an id, and would have waited for itself.
    #[error("a database transaction was begun inside another one")]
    Nested,
    /// The writer has ended: the server is shutting down.
    #[error("the database is closed")]
    Closed,
    /// A cursor that a client gave is not one of the list.
    #[error(transparent)]
    Cursor(#[from] crate::keyset::CursorError),
    /// A stored value is not what its column promises.
    #[error("the database holds {value:?} as {what}")]
    Corrupt {
        /// The column.
        what: &'static str,
        /// What stands there.
        value: String,
    },
}

impl Error {
    /// Whether a row that must be unique was there already.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        self.engine_error().is_some_and(sql::Error::is_unique_violation)
    }

    /// Whether the database has no room left on its disk (SQLite's `SQLITE_FULL`, PostgreSQL's `disk_full`).
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        let code = self.engine_error().and_then(sql::Error::code);
        matches!(code.as_deref(), Some("13" | "53100"))
    }

    /// What the engine itself said, of a statement or of the commit.
    fn engine_error(&self) -> Option<&sql::Error> {
        if let Self::Statement(error) = self {
            Some(error)
        } else if let Self::Commit { source } = self {
            Some(source)
        } else {
            None
        }
    }
}

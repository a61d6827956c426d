//! SQL: the schema, the one writer, and every statement, one file per table family.
//!
//! One SQL text serves SQLite and PostgreSQL. To keep that true, columns are `BIGINT` (integers, microseconds since the
//! epoch, truth as 0 or 1) or `TEXT` (UUIDs, hashes in hexadecimal, JSON), parameters are `$1`, `$2`…, and nothing is used
//! that only one of the engines knows. `tests/statements.rs` prepares every statement on both.
//!
//! **Architecture invariant:** SQL text exists in this crate alone, and this crate decides nothing: it knows rows, not
//! rules. Callers compose its functions into one transaction with [`Db::write`].

pub mod access;
pub mod account_settings;
pub mod api_keys;
pub mod approvals;
pub mod attribute_values;
pub mod audit;
pub mod blobs;
mod collation;
pub mod connections;
mod decode;
pub mod directory_powers;
pub mod entries;
mod error;
pub mod factors;
pub mod grants;
pub mod group_sign_in;
pub mod groups;
mod ids;
pub mod jit_groups;
pub mod keyset;
pub mod list;
pub mod mails;
pub mod memberships;
pub mod password_ages;
pub mod public_keys;
pub mod quotas;
pub mod resources;
pub mod revocations;
pub mod saml_attempts;
pub mod saml_keys;
pub mod saml_metadata;
pub mod saml_requests;
pub mod saml_sessions;
pub mod scim_log;
pub mod scim_tokens;
pub mod seats;
pub mod settings;
pub mod setup_links;
pub mod sign_in_codes;
pub mod sign_in_failures;
pub mod small_blobs;
pub mod sql;
pub mod staging;
mod statement;
pub mod users;
pub mod web_sessions;
mod writer;

use std::sync::Arc;

use futures::future::BoxFuture;

pub use error::Error;
use ids::Ids;
use sql::Source;
pub use sql::{Connection, Reader};
pub use statement::all as statements;
pub use writer::{Durability, Tx};
use writer::{Link, Writer};

/// Which database serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file on this machine.
    Sqlite,
    /// A PostgreSQL server, for many nodes.
    Postgres,
}

/// The database: many readers, one writer.
#[derive(Clone, Debug)]
pub struct Db {
    source: Source,
    writer: Writer,
    ids: Arc<Ids>,
}

impl Db {
    /// Opens the database at the URL (`sqlite:///path/to/keyfold.db` or `postgres://…`), making a SQLite file that is not
    /// there, and brings its schema up to date.
    ///
    /// # Errors
    /// Names what is wrong with the URL, the file or the server, and what to do.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let source = Source::at(Engine::of(url)?, url)?;
        let mut first = source.connect().await.map_err(|source| Error::Open { url: redact(url), source })?;
        sql::migrate(&mut first).await?;
        if source.engine() == Engine::Postgres {
            collation::compare_by_bytes(&mut first).await?;
        }
        let writer = Writer::start(Link::new(source.clone(), first));
        Ok(Self { source, ids: Arc::new(Ids::new(writer.clone())), writer })
    }

    /// Which engine it is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.source.engine()
    }

    /// A connection for reading, from the pool. It sees what was committed when each statement began.
    ///
    /// # Errors
    /// The database can't be reached.
    pub async fn read(&self) -> Result<Reader, Error> {
        Ok(self.source.read().await?)
    }

    /// A connection for reading that sees the state of one moment in all of its statements, until it is dropped.
    ///
    /// # Errors
    /// The database can't be reached.
    pub async fn snapshot(&self) -> Result<Reader, Error> {
        Ok(self.source.snapshot().await?)
    }

    /// Runs `act` in a transaction of its own and commits it: all of it happens, or nothing. Transactions that wait are
    /// committed together, each undone alone when it fails, so that many small ones share one write to the disk.
    ///
    /// ```text
    /// db.write(Durability::Disk, move |tx| Box::pin(async move {
    ///     users::insert(tx, &user).await?;
    ///     tx.on_commit(move || policy.apply(change));
    ///     Ok::<_, Error>(user.id)
    /// })).await
    /// ```
    ///
    /// # Errors
    /// Those of `act`, after its changes were undone, or that of a commit that failed. [`Error::Nested`] inside another
    /// transaction, [`Error::Panicked`] where `act` panics.
    pub async fn write<T, E, F>(&self, durability: Durability, act: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        self.writer.run(durability, act).await
    }

    /// A new integer id, never given out before, whatever it is for. Ids rise, with gaps after a restart.
    ///
    /// # Errors
    /// The database can't be written, or the caller is inside a transaction: take ids before it.
    pub async fn next_id(&self) -> Result<i64, Error> {
        self.ids.next().await
    }

    /// How many commits this handle and its clones have made: fewer than transactions, where many were made together.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.writer.commits()
    }

    /// Ends in order: no new readers, what waits to be written is committed, SQLite's log is moved into the file. Writes
    /// that come later get [`Error::Closed`].
    pub async fn close(&self) {
        self.source.close().await;
        self.writer.close().await;
    }
}

impl Engine {
    fn of(url: &str) -> Result<Self, Error> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Ok(Self::Sqlite),
            Some("postgres" | "postgresql") => Ok(Self::Postgres),
            _ => Err(Error::Url { url: redact(url) }),
        }
    }
}

/// The URL without its password, for messages.
#[must_use]
pub fn redact(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => match url[scheme + 3..at].split_once(':') {
            Some((user, _)) => format!("{}{user}:***{}", &url[..scheme + 3], &url[at..]),
            None => url.to_owned(),
        },
        _ => url.to_owned(),
    }
}

//! The two engines behind one kind of statement: `query(SQL).bind(value)…fetch_all(connection)`.
//!
//! SQLite runs where its caller runs. A statement takes microseconds there; handing each to a thread of its own and waiting
//! for the answer takes more than the statement (docs/decisions/0007 has the figures). One that turns out to be long is
//! begun again on a thread that may block. PostgreSQL is reached through sqlx.
//!
//! **Architecture invariant:** outside this crate only tests use this module, to look at a table or to break one.

mod connection;
mod error;
mod migrate;
mod postgres;
mod query;
mod row;
mod source;
mod sqlite;
mod value;

pub use connection::Connection;
pub use error::Error;
pub(crate) use migrate::migrate;
pub use query::{Query, QueryAs, QueryScalar, query, query_as, query_scalar};
pub use row::{FromRow, Row};
pub use source::Reader;
pub(crate) use source::Source;
pub use value::{FromValue, Parameter, Value};

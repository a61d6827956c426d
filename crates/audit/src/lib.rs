//! The record: what was done, by whom, over what, and how it ended.
//!
//! **Architecture invariant:** rows are appended and never changed. An act and its row are one transaction, so this crate
//! appends inside the caller's [`keyfold_db::Tx`] and has no other way to write.

pub mod chain;
mod error;
mod event;
mod export;
mod log;
mod repeated;
mod retention;
pub mod scim_log;
mod seal;
mod search;
mod verify;
mod words;

pub use error::Error;
pub use event::{Actor, Event, Outcome, Target};
pub use export::{Format, object};
pub use keyfold_db::{
    Durability,
    audit::Row,
    keyset::{Cursor, CursorError, Page, Slice},
};
pub use log::Log;
pub use repeated::{Repeated, WINDOW};
pub use retention::{DEFAULT_MONTHS, cutoff};
pub use seal::SealKey;
pub use search::Filter;
pub use verify::{Broken, Fault, Verification, verify};
pub use words::{action, failure};

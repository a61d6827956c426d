//! The record: what was done, by whom, over what, and how it ended.
//!
//! **Architecture invariant:** rows are appended and never changed. An act and its row are one transaction, so this crate
//! appends inside the caller's [`keyfold_db::Tx`] and has no other way to write.

pub mod chain;
mod error;
mod event;
mod log;

pub use error::Error;
pub use event::{Actor, Event, Outcome, Target};
pub use log::Log;

//! The record, in real databases.

mod append;
mod export;
mod retention;
mod scim_log;
mod search;
mod stage;
mod verify;
mod words;

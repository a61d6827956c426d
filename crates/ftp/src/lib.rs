//! FTP (RFC 959) and FTPS (RFC 4217): our own server, a thin front end on the filesystem.
//!
//! **Architecture invariants:** data connections are with the address of their control connection alone, and where that is
//! required with its TLS session; nothing is written for a session but through its gate; no command runs a program (`SITE` is
//! not known).

pub mod codec;
mod config;
mod connection;
mod control;
mod conversation;
mod data;
mod digest;
mod features;
mod listing;
mod sign_in;
pub mod status;
mod stream;
mod transfer;
mod visitor;

pub use config::{
    ActiveMode, ClearControl, ClearData, Config, Encryption, PassivePorts, Patience, Rules, SessionReuse,
};
pub use connection::serve;

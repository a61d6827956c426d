//! The directory here: people, groups, directory connections, credentials, authentication, live sessions, revocation.
//!
//! **Architecture invariant:** a [`Session`] exists only out of an authentication made in this crate. Nothing is "system
//! may do anything". What changes access commits with its audit row, and what it cuts is cut before the caller hears of it.

mod policy;
pub mod session;

pub use policy::LivePolicy;
pub use session::{Gate, LiveSessions, Origin, Session};

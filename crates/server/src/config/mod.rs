//! Configuration: TOML, then the environment (`KEYFOLD_…`), then flags. [`Raw`] is what was written, [`Config`] what was
//! checked. Without any of it, everything works on one machine.

mod ftp;
mod mail;
mod raw;
mod resolved;

pub use ftp::Ftp;
pub use raw::{KEYS, Raw, RawError};
pub use resolved::{Config, ConfigError, LogFormat, Overrides, loopback};

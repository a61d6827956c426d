//! The log on stderr: for people, or JSON for collectors.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::{EnvFilter, fmt, util::SubscriberInitExt};

use crate::config::{Config, LogFormat};

/// Starts logging. Libraries are heard from `warn` on, the server from the configured level on.
pub fn start(config: &Config) {
    let level = config.log_level;
    let filter =
        EnvFilter::new(format!("warn,keyfold={level},keyfold_server={level},keyfold_web={level},keyfold_sftp={level}"));
    let builder = fmt().with_env_filter(filter).with_writer(stderr);
    match config.log_format {
        LogFormat::Human => drop(builder.with_ansi(stderr().is_terminal()).with_target(false).finish().try_init()),
        LogFormat::Json => drop(builder.json().flatten_event(true).finish().try_init()),
    }
}

//! `keyfold audit`.

use std::collections::HashSet;

use anyhow::{Result, bail};
use clap::{Subcommand, ValueEnum};
use futures::TryStreamExt;
use keyfold_audit::{Filter, Format, Log, SealKey, verify};
use keyfold_db::Db;
use keyfold_model::SystemClock;

use super::Settings;
use crate::secret_file;

/// `keyfold audit`
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check that no row was changed, removed or slipped in; exits with 1 and names the first broken row otherwise
    Verify(#[command(flatten)] Settings),
    /// Write the whole log to standard output
    Export {
        #[command(flatten)]
        settings: Settings,
        /// In which form
        #[arg(long, value_enum, default_value_t = Form::JsonLines)]
        format: Form,
    },
}

/// The form of an export.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Form {
    /// One JSON object a line
    JsonLines,
    /// Comma-separated values
    Csv,
}

impl Audit {
    /// Verifies or exports; a server may run on the same data meanwhile.
    pub async fn run(self) -> Result<()> {
        match self {
            Self::Verify(settings) => check(&settings).await,
            Self::Export { settings, format } => export(&settings, format).await,
        }
    }
}

async fn check(settings: &Settings) -> Result<()> {
    let config = settings.resolve(None)?;
    let db = Db::open(&config.database_url).await?;
    let key = SealKey::from_seed(&secret_file::load_or_make(&config.data.join("keys/audit-seal"))?)?;
    let found = verify(&db, &HashSet::from([key.public()])).await?;
    if let Some(broken) = found.broken {
        bail!("{broken}");
    }
    println!("{} rows and {} seals are as they were written.", found.rows, found.seals);
    Ok(())
}

async fn export(settings: &Settings, form: Form) -> Result<()> {
    use std::io::Write;
    let config = settings.resolve(None)?;
    let log = Log::new(Db::open(&config.database_url).await?, "main", std::sync::Arc::new(SystemClock));
    let format = match form {
        Form::JsonLines => Format::JsonLines,
        Form::Csv => Format::Csv,
    };
    let mut chunks = std::pin::pin!(log.export(Filter::default(), format));
    let mut out = std::io::stdout().lock();
    while let Some(chunk) = chunks.try_next().await? {
        out.write_all(&chunk)?;
    }
    Ok(())
}

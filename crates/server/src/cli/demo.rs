//! `keyfold demo`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::asked_to_end;
use crate::demo;

/// `keyfold demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// Keep the data in this folder; without it, it is thrown away at the end
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Keep its database there: an empty one of PostgreSQL, postgres://user:password@host/database
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// HTTPS at this port of loopback, the others after it; 0 for any free ones
    #[arg(long, value_name = "PORT", default_value_t = 8443)]
    port_base: u16,
    /// Once everything listens, write what a script needs to know, as JSON
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    /// Leave the stand-in company directory out
    #[arg(long)]
    no_directory: bool,
    /// Leave the directory without people: groups and folders alone
    #[arg(long)]
    no_people: bool,
    /// Leave the directory and the server to be connected by hand, with the set-up wizard
    #[arg(long)]
    unconnected: bool,
}

impl Demo {
    /// Serves the demo until the process is asked to end.
    pub async fn run(self) -> Result<()> {
        let (data, thrown_away) = match self.data {
            Some(data) => (data, None),
            None => {
                let folder = tempfile::tempdir().context("a folder for the demo's data can't be made")?;
                (folder.path().to_owned(), Some(folder))
            }
        };
        let cast = if self.no_directory {
            demo::Cast::NoDirectory
        } else if self.unconnected {
            demo::Cast::Unconnected
        } else if self.no_people {
            demo::Cast::Groups
        } else {
            demo::Cast::People
        };
        let (port_base, database_url) = (self.port_base, self.database_url);
        let demo = demo::Demo::start(demo::Options { data, port_base, database_url, cast }).await?;
        println!("{}", demo.tour());
        if let Some(file) = &self.ready_file {
            demo.ready().write(file)?;
        }
        asked_to_end().await?;
        demo.stop().await;
        drop(thrown_away);
        Ok(())
    }
}

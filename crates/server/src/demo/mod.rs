//! The server with a stand-in company directory beside it, and sample people, groups and folders: what shows the main job in
//! five minutes.

mod ready;
mod sample;
mod tour;

use std::{path::PathBuf, sync::Arc};

use anyhow::{Context, Result};
use keyfold_model::SystemClock;
use keyfold_testkit::directory::Directory;
use tokio::net::TcpListener;

use crate::{
    Server,
    config::{Config, LogFormat, Overrides, Raw, loopback},
};
pub use ready::{Admin, Person, Ready};

/// Who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cast {
    /// A directory with people in its groups.
    People,
    /// A directory with groups and nobody in them.
    Groups,
    /// A directory with people in its groups that is not connected yet.
    Unconnected,
    /// No directory: the administrator alone.
    NoDirectory,
}

/// How a demo is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where its data is.
    pub data: PathBuf,
    /// HTTPS here, SFTP one after, the directory two after, FTP three and four after; any free ports where it is 0.
    pub port_base: u16,
    /// The URL of its database; a file in `data` where there is none.
    pub database_url: Option<String>,
    /// Who takes part.
    pub cast: Cast,
}

/// A running demo.
pub struct Demo {
    server: Server,
    directory: Option<Directory>,
    ready: Ready,
}

impl Demo {
    /// Starts server and directory, and makes what is not there yet.
    ///
    /// # Errors
    /// A port is in use, the folder can't be written, or a sample could not be made.
    pub async fn start(options: Options) -> Result<Self> {
        let overrides = Overrides { data: Some(options.data.clone()), port_base: Some(options.port_base) };
        let mut raw = Raw::default();
        raw.database.url = options.database_url;
        let mut config = Config::resolve(raw, overrides)?;
        config.log_format = LogFormat::Human;
        config.log_level = tracing::Level::WARN;
        crate::logging::start(&config);
        let listener = match options.cast {
            Cast::NoDirectory => None,
            Cast::People | Cast::Groups | Cast::Unconnected => {
                Some(keyfold_net::listen(loopback(options.port_base, 2)).await?)
            }
        };
        let server = Server::start(config, Arc::new(SystemClock)).await?;
        let mut sample = sample::Sample::prepare(&server).await?;
        let directory = match listener {
            Some(listener) => Some(sample.connect_directory(&server, listener, options.cast).await?),
            None => None,
        };
        let ready = sample.into_ready(&server);
        Ok(Self { server, directory, ready })
    }

    /// The server.
    #[must_use]
    pub const fn server(&self) -> &Server {
        &self.server
    }

    /// The stand-in directory.
    ///
    /// # Errors
    /// The demo was started without one.
    pub fn directory(&self) -> Result<&Directory> {
        self.directory.as_ref().context("this demo has no directory")
    }

    /// What a script needs to know.
    #[must_use]
    pub const fn ready(&self) -> &Ready {
        &self.ready
    }

    /// The five-minute tour, as text.
    #[must_use]
    pub fn tour(&self) -> String {
        tour::text(&self.ready)
    }

    /// Ends it in order.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

/// Serves the directory's page until the process ends.
fn serve_directory(listener: TcpListener, directory: &Directory) {
    let router = directory.router();
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "the stand-in directory has ended");
        }
    });
}

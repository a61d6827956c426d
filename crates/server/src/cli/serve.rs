//! `keyfold serve`.

use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use keyfold_model::SystemClock;

use super::{Settings, asked_to_end};
use crate::{Server, logging};

/// `keyfold serve`
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    settings: Settings,
    /// Listen on loopback, HTTPS at this port and the others after it
    #[arg(long, value_name = "PORT")]
    port_base: Option<u16>,
}

impl Serve {
    /// Serves until the process is asked to end.
    pub async fn run(self) -> Result<()> {
        let config = self.settings.resolve(self.port_base)?;
        logging::start(&config);
        let server = Server::start(config, Arc::new(SystemClock)).await?;
        println!("web    {}", server.base_url());
        println!("sftp   {}", server.sftp_address());
        for (name, address) in [("ftp ", server.ftp_address()), ("ftps", server.ftps_address())] {
            if let Some(address) = address {
                println!("{name}   {address}");
            }
        }
        if let Some(link) = server.setup_link().await? {
            println!("\nNobody has an account yet. Make the first administrator within an hour, once:\n\n    {link}\n");
        }
        asked_to_end().await?;
        server.stop().await;
        Ok(())
    }
}

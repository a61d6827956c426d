//! `keyfold config`.

use anyhow::Result;
use clap::Subcommand;

use keyfold_ftp::{ActiveMode, ClearControl, ClearData, PassivePorts};
use keyfold_net::Addresses;

use super::Settings;
use crate::config::{Ftp, KEYS};

/// `keyfold config`
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Say whether the configuration can be used
    Check(#[command(flatten)] super::Settings),
    /// Print every key and what is in force
    Show(#[command(flatten)] super::Settings),
}

impl Config {
    /// Checks or prints.
    pub fn run(self) -> Result<()> {
        match self {
            Self::Check(settings) => {
                settings.resolve(None)?;
                println!("The configuration can be used.");
            }
            Self::Show(settings) => show(&settings)?,
        }
        Ok(())
    }
}

fn show(settings: &Settings) -> Result<()> {
    let config = settings.resolve(None)?;
    let or_made =
        |file: Option<&std::path::PathBuf>| file.map_or("(made)".to_owned(), |file| file.display().to_string());
    let values = [
        config.data.display().to_string(),
        keyfold_db::redact(&config.database_url),
        config.web_listen.to_string(),
        config.public_url.clone().unwrap_or_else(|| format!("https://localhost:{}", config.web_listen.port())),
        or_made(config.tls.as_ref().map(|(certificate, _)| certificate)),
        or_made(config.tls.as_ref().map(|(_, key)| key)),
        config.sftp_listen.to_string(),
    ];
    let values = values.into_iter().chain(ftp(&config.ftp)).chain([
        config.smtp.as_ref().map_or("(none)".to_owned(), |smtp| format!("{}:{}", smtp.host, smtp.port)),
        config.smtp.as_ref().map_or(String::new(), |smtp| format!("{:?}", smtp.encryption).to_lowercase()),
        config.smtp.as_ref().map_or(String::new(), |smtp| smtp.from.clone()),
        login(&config).map_or(String::new(), |login| login.user.clone()),
        login(&config).map_or(String::new(), |_| "(read)".to_owned()),
        config
            .smtp
            .as_ref()
            .map_or(String::new(), |smtp| if smtp.authority.is_some() { "(read)" } else { "" }.to_owned()),
        config.connections_per_address.to_string(),
        if config.fetch_addresses == Addresses::default() { "(none)" } else { "(set)" }.to_owned(),
        config.fetch_ca_file.as_ref().map_or("(none)".to_owned(), |file| file.display().to_string()),
        format!("{:?}", config.log_format).to_lowercase(),
        config.log_level.to_string().to_lowercase(),
    ]);
    for ((key, _), value) in KEYS.iter().zip(values) {
        println!("{key:<32} {value}");
    }
    Ok(())
}

fn ftp(ftp: &Ftp) -> [String; 8] {
    let listens = |address: Option<std::net::SocketAddr>| address.map_or("off".to_owned(), |at| at.to_string());
    let on = |on: bool| if on { "on" } else { "off" }.to_owned();
    [
        listens(ftp.listen),
        listens(ftp.implicit_listen),
        match &ftp.passive_ports {
            PassivePorts::Any => "any".to_owned(),
            PassivePorts::Range(range) => format!("{}-{}", range.start(), range.end()),
        },
        ftp.public_address.map_or("(none)".to_owned(), |address| address.to_string()),
        on(ftp.rules.clear_control == ClearControl::Allowed),
        on(ftp.rules.clear_data == ClearData::Allowed),
        on(ftp.rules.active == ActiveMode::On),
        format!("{:?}", ftp.rules.session_reuse).to_lowercase(),
    ]
}

fn login(config: &crate::config::Config) -> Option<&keyfold_mail::Login> {
    config.smtp.as_ref().and_then(|smtp| smtp.login.as_ref())
}

//! What was checked: addresses parsed, defaults filled in, paths made.

use std::{
    fs,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use keyfold_mail::Smtp;
use keyfold_net::{AddressRange, Addresses};

use super::{
    Raw,
    ftp::{self, Ftp},
    mail,
};

/// The configuration as the server uses it.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder that holds everything. It exists and is writable.
    pub data: PathBuf,
    /// The database's URL.
    pub database_url: String,
    /// Where HTTPS listens.
    pub web_listen: SocketAddr,
    /// How browsers and directories reach it, without a slash at the end; `https://localhost` and the port of HTTPS where
    /// nothing is said.
    pub public_url: Option<String>,
    /// The operator's certificate and key, PEM files.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Where SFTP listens.
    pub sftp_listen: SocketAddr,
    /// How FTP is served.
    pub ftp: Ftp,
    /// The server that takes our mail; none: mail waits.
    pub smtp: Option<Smtp>,
    /// How many connections one address may hold on each protocol.
    pub connections_per_address: usize,
    /// From which addresses of the own network documents may be fetched.
    pub fetch_addresses: Addresses,
    /// Whom to trust besides the system's authorities when something is fetched: a PEM file.
    pub fetch_ca_file: Option<PathBuf>,
    /// How the log is written.
    pub log_format: LogFormat,
    /// The least level that is logged.
    pub log_level: tracing::Level,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Human,
    /// For collectors.
    Json,
}

/// What flags say over file and environment.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--data`
    pub data: Option<PathBuf>,
    /// `--port-base`: HTTPS at N, SFTP at N+1, FTP at N+3 and N+4, on loopback; any free ports where N is 0.
    pub port_base: Option<u16>,
}

/// A value that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value breaks its rule.
    #[error("{key}: {problem}")]
    Value {
        /// Which key.
        key: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// The data folder can't be used.
    #[error("the data folder {folder} can't be written: give another one with --data or 'data', or change its owner")]
    Data {
        /// Which folder.
        folder: String,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Config {
    /// Checks what was written.
    ///
    /// # Errors
    /// Names the key, what is wrong and what to do.
    pub fn resolve(raw: Raw, overrides: Overrides) -> Result<Self, ConfigError> {
        let data = overrides.data.or(raw.data.map(PathBuf::from)).unwrap_or_else(|| PathBuf::from("data"));
        let data = make_data_folder(&data)?;
        let offset = |number: u16| overrides.port_base.map(|base| loopback(base, number));
        let web_listen = offset(0).map_or_else(|| address("web.listen", raw.web.listen.as_deref(), 8443), Ok)?;
        let sftp_listen = offset(1).map_or_else(|| address("sftp.listen", raw.sftp.listen.as_deref(), 2022), Ok)?;
        Ok(Self {
            database_url: raw.database.url.unwrap_or_else(|| format!("sqlite://{}", data.join("keyfold.db").display())),
            public_url: raw.web.public_url.map(public_url).transpose()?,
            web_listen,
            tls: tls(raw.web.tls_certificate, raw.web.tls_key)?,
            sftp_listen,
            ftp: ftp::resolve(raw.ftp, overrides.port_base)?,
            smtp: mail::resolve(raw.mail)?,
            connections_per_address: positive(
                "limits.connections_per_address",
                raw.limits.connections_per_address.unwrap_or(1000),
            )?,
            fetch_addresses: addresses(raw.fetch.private_ranges.as_deref())?,
            fetch_ca_file: raw.fetch.ca_file.map(PathBuf::from),
            log_format: log_format(raw.log.format.as_deref())?,
            log_level: log_level(raw.log.level.as_deref())?,
            data,
        })
    }
}

/// A port of the block that begins at `base`; any free one where it begins at 0.
#[must_use]
pub fn loopback(base: u16, number: u16) -> SocketAddr {
    let port = if base == 0 { 0 } else { base.saturating_add(number) };
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}

fn make_data_folder(folder: &Path) -> Result<PathBuf, ConfigError> {
    let failed = |source| ConfigError::Data { folder: folder.display().to_string(), source };
    fs::create_dir_all(folder).map_err(failed)?;
    let folder = folder.canonicalize().map_err(failed)?;
    let probe = folder.join(".writable");
    fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe)).map_err(failed)?;
    Ok(folder)
}

pub(super) fn value(key: &'static str, problem: impl Into<String>) -> ConfigError {
    ConfigError::Value { key, problem: problem.into() }
}

pub(super) fn address(key: &'static str, text: Option<&str>, port: u16) -> Result<SocketAddr, ConfigError> {
    match text {
        None => Ok(SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), port)),
        Some(text) => text.parse().map_err(|_| {
            value(key, format!("'{text}' is not an address and port, such as 0.0.0.0:{port} or [::]:{port}"))
        }),
    }
}

fn public_url(text: String) -> Result<String, ConfigError> {
    match text.trim_end_matches('/').strip_prefix("https://") {
        Some(host) if !host.is_empty() && !host.contains('/') => Ok(format!("https://{host}")),
        _ => Err(value(
            "web.public_url",
            format!("'{text}' is not an https URL of a host, such as https://files.corp.example"),
        )),
    }
}

fn tls(certificate: Option<String>, key: Option<String>) -> Result<Option<(PathBuf, PathBuf)>, ConfigError> {
    match (certificate, key) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => Ok(Some((certificate.into(), key.into()))),
        _ => Err(value(
            "web.tls_certificate",
            "certificate and key go together: give web.tls_certificate and web.tls_key",
        )),
    }
}

fn positive(key: &'static str, number: i64) -> Result<usize, ConfigError> {
    usize::try_from(number)
        .ok()
        .filter(|number| *number > 0)
        .ok_or_else(|| value(key, format!("{number} is not above 0")))
}

fn addresses(text: Option<&str>) -> Result<Addresses, ConfigError> {
    let parts = text.unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty());
    let ranges: Result<Vec<AddressRange>, _> = parts.map(str::parse).collect();
    Ok(Addresses::with_private(ranges.map_err(|error| value("fetch.private_ranges", error.to_string()))?))
}

fn log_format(text: Option<&str>) -> Result<LogFormat, ConfigError> {
    match text {
        None | Some("human") => Ok(LogFormat::Human),
        Some("json") => Ok(LogFormat::Json),
        Some(other) => Err(value("log.format", format!("'{other}' is neither human nor json"))),
    }
}

fn log_level(text: Option<&str>) -> Result<tracing::Level, ConfigError> {
    let text = text.unwrap_or("info");
    text.parse().map_err(|_| value("log.level", format!("'{text}' is not one of error, warn, info, debug, trace")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(change: impl FnOnce(&mut Raw)) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut raw = Raw { data: Some(folder.path().join("data").display().to_string()), ..Raw::default() };
        change(&mut raw);
        Config::resolve(raw, Overrides::default())
    }

    #[test]
    fn without_a_word_everything_has_a_value() {
        let config = resolve(|_| {}).expect("valid");
        assert_eq!(config.web_listen.port(), 8443);
        assert_eq!(config.sftp_listen.port(), 2022);
        assert!(config.database_url.starts_with("sqlite:///"));
    }

    #[test]
    fn bad_values_say_what_to_do() {
        let error = resolve(|raw| raw.sftp.listen = Some("2022".into())).expect_err("no address").to_string();
        assert_eq!(error, "sftp.listen: '2022' is not an address and port, such as 0.0.0.0:2022 or [::]:2022");
        assert!(resolve(|raw| raw.web.public_url = Some("http://x".into())).is_err());
        assert!(resolve(|raw| raw.fetch.private_ranges = Some("10.0.0.0/40".into())).is_err());
        assert!(resolve(|raw| raw.web.tls_key = Some("k".into())).is_err());
        assert!(resolve(|raw| raw.log.level = Some("loud".into())).is_err());
        assert!(resolve(|raw| raw.limits.connections_per_address = Some(0)).is_err());
    }

    #[test]
    fn a_data_folder_that_is_a_file_is_refused() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let error = resolve(|raw| raw.data = Some(file.path().display().to_string())).expect_err("a file").to_string();
        assert!(error.contains("can't be written: give another one with --data"), "{error}");
    }
}

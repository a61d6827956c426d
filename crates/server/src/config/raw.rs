//! What was written: every key known, nothing checked yet.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

/// Every key there is, and what it means. The list is the documentation (`docs/configuration.md` is tested against it).
pub const KEYS: &[(&str, &str)] = &[
    ("data", "the folder that holds everything: database, files, keys, certificates (./data)"),
    (
        "database.url",
        "sqlite:///path/to/keyfold.db or postgres://user:password@host/database (a file in the data folder)",
    ),
    ("web.listen", "address and port of HTTPS: web, REST, SCIM, SAML (0.0.0.0:8443)"),
    ("web.public_url", "how browsers and directories reach it (https://localhost:8443)"),
    ("web.tls_certificate", "PEM file of the certificate chain (one is made where none is given)"),
    ("web.tls_key", "PEM file of its key"),
    ("sftp.listen", "address and port of SFTP (0.0.0.0:2022)"),
    ("ftp.listen", "address and port of FTP with AUTH TLS, or off (0.0.0.0:2121)"),
    ("ftp.implicit_listen", "address and port of FTP with TLS from the first byte, or off (0.0.0.0:2990)"),
    ("ftp.passive_ports", "ports that data connections come to, or any (50000-50100)"),
    (
        "ftp.public_address",
        "IPv4 address that clients connect to for data, where a router stands before the server (none)",
    ),
    ("ftp.plain", "on: people may sign in without TLS, by password alone (off)"),
    ("ftp.clear_data", "on: data may go without TLS, as the client likes (off)"),
    (
        "ftp.active",
        "on: the server connects to the client's own address for data, where it asks with PORT or EPRT (off)",
    ),
    (
        "ftp.session_reuse",
        "required: data connections go on with the TLS session of their control connection (preferred)",
    ),
    ("mail.smtp", "host and port of the mail server, such as smtp.corp.example:587 (none: mail waits, and is shown)"),
    ("mail.encryption", "starttls, tls, or none for a server on this machine (starttls; tls on port 465)"),
    ("mail.from", "from whom mail is: keyfold@corp.example"),
    ("mail.user", "user name at the mail server (it is asked for none)"),
    ("mail.password_file", "file with the password at the mail server"),
    (
        "mail.ca_file",
        "PEM file of an authority that the mail server's certificate is checked with, besides the usual ones",
    ),
    ("limits.connections_per_address", "how many connections one address may hold, on each protocol (1000)"),
    (
        "fetch.private_ranges",
        "ranges of your own network from which metadata may be fetched, with commas between them, as in 10.20.0.0/16 (none)",
    ),
    ("fetch.ca_file", "PEM file of certificate authorities that are trusted besides the system's, for fetching (none)"),
    ("log.format", "human or json (human)"),
    ("log.level", "error, warn, info, debug, trace (info)"),
];

/// The configuration as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Raw {
    /// `data`
    pub data: Option<String>,
    /// `[database]`
    pub database: RawDatabase,
    /// `[web]`
    pub web: RawWeb,
    /// `[sftp]`
    pub sftp: RawSftp,
    /// `[ftp]`
    pub ftp: RawFtp,
    /// `[mail]`
    pub mail: RawMail,
    /// `[limits]`
    pub limits: RawLimits,
    /// `[fetch]`
    pub fetch: RawFetch,
    /// `[log]`
    pub log: RawLog,
}

/// `[fetch]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RawFetch {
    /// `fetch.private_ranges`
    pub private_ranges: Option<String>,
    /// `fetch.ca_file`
    pub ca_file: Option<String>,
}

/// `[database]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RawDatabase {
    /// `database.url`
    pub url: Option<String>,
}

/// `[web]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RawWeb {
    /// `web.listen`
    pub listen: Option<String>,
    /// `web.public_url`
    pub public_url: Option<String>,
    /// `web.tls_certificate`
    pub tls_certificate: Option<String>,
    /// `web.tls_key`
    pub tls_key: Option<String>,
}

/// `[sftp]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RawSftp {
    /// `sftp.listen`
    pub listen: Option<String>,
}

/// `[ftp]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RawFtp {
    /// `ftp.listen`
    pub listen: Option<String>,
    /// `ftp.implicit_listen`
    pub implicit_listen: Option<String>,
    /// `ftp.passive_ports`
    pub passive_ports: Option<String>,
    /// `ftp.public_address`
    pub public_address: Option<String>,
    /// `ftp.plain`
    pub plain: Option<String>,
    /// `ftp.clear_data`
    pub clear_data: Option<String>,
    /// `ftp.active`
    pub active: Option<String>,
    /// `ftp.session_reuse`
    pub session_reuse: Option<String>,
}

/// `[mail]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RawMail {
    /// `mail.smtp`
    pub smtp: Option<String>,
    /// `mail.encryption`
    pub encryption: Option<String>,
    /// `mail.from`
    pub from: Option<String>,
    /// `mail.user`
    pub user: Option<String>,
    /// `mail.password_file`
    pub password_file: Option<String>,
    /// `mail.ca_file`
    pub ca_file: Option<String>,
}

/// `[limits]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RawLimits {
    /// `limits.connections_per_address`
    pub connections_per_address: Option<i64>,
}

/// `[log]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RawLog {
    /// `log.format`
    pub format: Option<String>,
    /// `log.level`
    pub level: Option<String>,
}

/// Why what was written can't be read.
#[derive(Debug, thiserror::Error)]
pub enum RawError {
    /// The file can't be opened.
    #[error("the configuration file {file} can't be read")]
    Read {
        /// Which file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not TOML, or a value is of the wrong type.
    #[error("the configuration can't be understood: {0}")]
    Toml(#[from] toml::de::Error),
    /// A key that does not exist.
    #[error("'{key}' is not a configuration key{}", nearest.map_or(String::new(), |near| format!("; did you mean '{near}'?")))]
    UnknownKey {
        /// As it was written, with its table: `sftp.lisen`.
        key: String,
        /// The known key that looks most like it, if one does.
        nearest: Option<&'static str>,
    },
}

impl Raw {
    /// Reads the file, where one is given, and the variables over it.
    ///
    /// # Errors
    /// Names the key or the line.
    pub fn read(file: Option<&Path>, environment: &BTreeMap<String, String>) -> Result<Self, RawError> {
        let text = match file {
            Some(file) => std::fs::read_to_string(file)
                .map_err(|source| RawError::Read { file: file.display().to_string(), source })?,
            None => String::new(),
        };
        let mut table: toml::Table = text.parse()?;
        for (name, value) in environment {
            let Some(name) = name.strip_prefix("KEYFOLD_") else { continue };
            let wanted = name.to_lowercase();
            let Some((key, _)) = KEYS.iter().find(|(key, _)| key.replace('.', "_") == wanted) else {
                return Err(unknown(&format!("KEYFOLD_{name}"), &wanted));
            };
            set(&mut table, key, value);
        }
        check_keys(&table, "")?;
        Ok(table.try_into()?)
    }
}

/// Puts a variable's text where its key stands; digits become a number.
fn set(table: &mut toml::Table, key: &str, text: &str) {
    let value = text.parse::<i64>().map_or_else(|_| toml::Value::String(text.to_owned()), toml::Value::Integer);
    match key.split_once('.') {
        None => drop(table.insert(key.to_owned(), value)),
        Some((section, rest)) => {
            let section = table.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(inner) = section {
                inner.insert(rest.to_owned(), value);
            }
        }
    }
}

fn check_keys(table: &toml::Table, section: &str) -> Result<(), RawError> {
    for (name, value) in table {
        let key = if section.is_empty() { name.clone() } else { format!("{section}.{name}") };
        let is_section =
            KEYS.iter().any(|(known, _)| known.strip_prefix(&key).is_some_and(|rest| rest.starts_with('.')));
        match value.as_table() {
            Some(inner) if is_section => check_keys(inner, &key)?,
            _ if KEYS.iter().any(|(known, _)| *known == key) => {}
            _ => return Err(unknown(&key, &key)),
        }
    }
    Ok(())
}

fn unknown(written: &str, key: &str) -> RawError {
    let nearest = KEYS
        .iter()
        .flat_map(|(known, _)| {
            let name = known.rsplit('.').next().unwrap_or(known);
            [(strsim::jaro_winkler(key, known), *known), (strsim::jaro_winkler(key, name), *known)]
        })
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .filter(|(likeness, _)| *likeness > 0.75)
        .map(|(_, known)| known);
    RawError::UnknownKey { key: written.to_owned(), nearest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, variables: &[(&str, &str)]) -> Result<Raw, RawError> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("keyfold.toml");
        std::fs::write(&file, text).expect("written");
        let environment = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Raw::read(Some(&file), &environment)
    }

    #[test]
    fn the_environment_stands_over_the_file() {
        let raw = read("[sftp]\nlisten = '127.0.0.1:1'", &[("KEYFOLD_SFTP_LISTEN", "127.0.0.1:2"), ("HOME", "/root")]);
        assert_eq!(raw.expect("valid").sftp.listen.as_deref(), Some("127.0.0.1:2"));
    }

    #[test]
    fn an_unknown_key_names_the_nearest_known_one() {
        for (text, nearest) in [
            ("[sftp]\nlisen = 'x'", "sftp.listen"),
            ("databse.url = 'x'", "database.url"),
            ("dta = 'x'", "data"),
            ("public_url = 'x'", "web.public_url"),
        ] {
            let error = read(text, &[]).expect_err(text).to_string();
            assert!(error.ends_with(&format!("did you mean '{nearest}'?")), "{text}: {error}");
        }
        let error = read("", &[("KEYFOLD_DATABASE_ULR", "x")]).expect_err("unknown").to_string();
        assert_eq!(error, "'KEYFOLD_DATABASE_ULR' is not a configuration key; did you mean 'database.url'?");
        let error = read("zzzz = 1", &[]).expect_err("unknown").to_string();
        assert_eq!(error, "'zzzz' is not a configuration key");
    }

    #[test]
    fn a_value_of_the_wrong_type_is_named() {
        let error = read("[sftp]\nlisten = 7", &[]).expect_err("wrong type").to_string();
        assert!(error.contains("string"), "{error}");
    }

    #[test]
    fn the_documentation_has_every_key_with_its_meaning() {
        let page = include_str!("../../../../docs/configuration.md");
        for (key, meaning) in KEYS {
            let variable = format!("KEYFOLD_{}", key.replace('.', "_").to_uppercase());
            let line = format!("| `{key}` | `{variable}` | {meaning} |");
            assert!(page.lines().any(|other| other == line), "docs/configuration.md lacks: {line}");
        }
    }
}

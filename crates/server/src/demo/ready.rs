//! What `--ready-file` tells a script.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde::Serialize;

/// Everything a script needs to drive a demo. A part that is not built, or was left out, is null.
#[derive(Clone, Debug, Serialize)]
pub struct Ready {
    /// `https://localhost:PORT`
    pub base_url: String,
    /// Base URL of SCIM.
    pub scim_url: String,
    /// A bearer token of the directory's connection.
    pub scim_token: Option<String>,
    /// The stand-in directory's page.
    pub idp_url: Option<String>,
    /// Address and port of SFTP.
    pub sftp: String,
    /// Address and port of FTP, with `AUTH TLS`.
    pub ftp: Option<String>,
    /// Address and port of FTP with TLS from the first byte.
    pub ftps: Option<String>,
    /// Not built yet.
    pub dav_url: Option<String>,
    /// The authority that signed the server's certificate, PEM.
    pub ca_file: PathBuf,
    /// The administrator.
    pub admin: Admin,
    /// The people of the directory.
    pub people: Vec<Person>,
    /// Where the data is.
    pub data_dir: PathBuf,
    /// The server's process.
    pub pid: u32,
}

/// The administrator of a demo.
#[derive(Clone, Debug, Serialize)]
pub struct Admin {
    /// Login name.
    pub user_name: String,
    /// Password, for the web.
    pub password: String,
    /// API key, for REST and as a password on SFTP and FTP.
    pub api_key: String,
    /// The user name that goes with the key on SFTP and FTP.
    pub api_user: String,
}

/// A person of the directory.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// Login name.
    pub user_name: String,
    /// API key.
    pub api_key: String,
    /// The user name that goes with the key on SFTP and FTP.
    pub api_user: String,
    /// The private key, in OpenSSH's format.
    pub ssh_key_file: PathBuf,
    /// The groups they are in.
    pub groups: Vec<String>,
}

impl Ready {
    /// Writes the file whole, or not at all.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn write(&self, file: &Path) -> Result<()> {
        let partial = file.with_extension("partial");
        let text = serde_json::to_string_pretty(self)?;
        fs::write(&partial, text)
            .and_then(|()| fs::rename(&partial, file))
            .with_context(|| format!("the ready file {} can't be written", file.display()))
    }
}

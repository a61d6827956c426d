//! Our server: the release binary's demo, driven by its ready file.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{client::Account, process_group::ProcessGroup};

/// A running Keyfold.
pub struct Keyfold {
    /// Its processes.
    pub group: ProcessGroup,
    /// How it is reached over SFTP, as the person who measures.
    pub account: Account,
    /// What it says of itself.
    pub ready: Ready,
    /// The private key of the person who measures.
    pub key_file: PathBuf,
    /// An HTTP client that trusts it.
    pub http: reqwest::Client,
    _folder: TempDir,
}

/// What `--ready-file` tells.
#[derive(Debug, Deserialize)]
pub struct Ready {
    /// `https://localhost:PORT`
    pub base_url: String,
    /// Base URL of SCIM.
    pub scim_url: String,
    /// Its bearer token.
    pub scim_token: String,
    /// `127.0.0.1:PORT`
    pub sftp: String,
    /// PEM file of the authority that signed the certificate.
    pub ca_file: PathBuf,
    /// The site's administrator.
    pub admin: Admin,
    /// The people of the stand-in directory.
    pub people: Vec<Person>,
}

/// The site's administrator.
#[derive(Debug, Deserialize)]
pub struct Admin {
    /// For REST.
    pub api_key: String,
}

/// A person of the stand-in directory.
#[derive(Debug, Deserialize)]
pub struct Person {
    /// Their login name.
    pub user_name: String,
    /// Their private key.
    pub ssh_key_file: PathBuf,
}

impl Keyfold {
    /// Starts the release binary and waits until its listeners are up.
    pub async fn start() -> Result<Self> {
        Self::start_with(&[]).await
    }

    /// The same, with more arguments of `keyfold demo`.
    pub async fn start_with(arguments: &[&str]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let ready_file = folder.path().join("ready.json").display().to_string();
        let data = folder.path().join("data").display().to_string();
        let begun = Instant::now();
        let mut command =
            vec!["target/release/keyfold", "demo", "--data", &data, "--ready-file", &ready_file, "--port-base", "0"];
        command.extend(arguments);
        let group = ProcessGroup::start("keyfold", &command)?;
        let ready = loop {
            if let Ok(text) = fs::read_to_string(&ready_file) {
                break serde_json::from_str::<Ready>(&text).context("the ready file")?;
            }
            if begun.elapsed() > Duration::from_secs(60) {
                bail!("keyfold demo is not ready after 60 s; try it by hand: {}", command.join(" "));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        };
        println!("keyfold   ready after {:.0} ms, sample data made", begun.elapsed().as_secs_f64() * 1000.0);
        let person = ready.people.first().context("the demo has nobody")?;
        let port = ready.sftp.rsplit(':').next().context("no port")?.parse()?;
        let key_file = person.ssh_key_file.clone();
        let account =
            Account { user: person.user_name.clone(), port, key_file: key_file.clone(), folder: "/bench".to_owned() };
        let http = client_of(&ready)?;
        let server = Self { group, account, ready, key_file, http, _folder: folder };
        server.make_folder().await?;
        Ok(server)
    }

    /// An HTTP client with connections of its own.
    pub fn new_client(&self) -> Result<reqwest::Client> {
        client_of(&self.ready)
    }

    async fn make_folder(&self) -> Result<()> {
        self.rest_post("folders/bench", &json!({})).await?;
        let grant = json!({ "path": "bench", "username": self.account.user, "permission": "full", "recursive": true });
        self.rest_post("permissions", &grant).await?;
        Ok(())
    }

    /// What the administrator gets from a REST path.
    pub async fn rest_get(&self, path: &str) -> Result<Value> {
        let url = format!("{}/api/rest/v1/{path}", self.ready.base_url);
        let request = self.http.get(url).header("X-FilesAPI-Key", &self.ready.admin.api_key);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// What the administrator gets for posting to a REST path.
    pub async fn rest_post(&self, path: &str, body: &Value) -> Result<Value> {
        let url = format!("{}/api/rest/v1/{path}", self.ready.base_url);
        let request = self.http.post(url).header("X-FilesAPI-Key", &self.ready.admin.api_key);
        Ok(request.json(body).send().await?.error_for_status()?.json().await?)
    }
}

fn client_of(ready: &Ready) -> Result<reqwest::Client> {
    let authority = reqwest::Certificate::from_pem(&fs::read(&ready.ca_file)?)?;
    Ok(reqwest::Client::builder().tls_certs_only([authority]).build()?)
}

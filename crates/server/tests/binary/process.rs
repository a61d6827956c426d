//! The real binary, as a process that can be killed.

#![allow(missing_docs, reason = "test support")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;
use tokio::process::{Child, Command};

pub struct Process {
    pub ready: Value,
    pub http: reqwest::Client,
    child: Child,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Person {
    pub user_name: String,
    pub api_key: String,
    pub ssh_key_file: PathBuf,
}

impl Process {
    pub async fn demo(data: &Path, ready_file: &Path) -> Result<Self> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keyfold"));
        command.args(["demo", "--port-base", "0"]).arg("--data").arg(data).arg("--ready-file").arg(ready_file);
        let mut child = command.stdout(Stdio::null()).kill_on_drop(true).spawn()?;
        let text = loop {
            if let Ok(text) = fs::read_to_string(ready_file) {
                break text;
            }
            if let Some(status) = child.try_wait()? {
                bail!("keyfold demo ended with {status}");
            }
            tokio::task::yield_now().await;
        };
        let ready: Value = serde_json::from_str(&text)?;
        let ca_file = ready["ca_file"].as_str().context("no ca_file")?;
        let authority = reqwest::Certificate::from_pem(&fs::read(ca_file)?)?;
        let http = reqwest::Client::builder().tls_certs_only([authority]).build()?;
        Ok(Self { ready, http, child })
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.ready["base_url"].as_str().unwrap_or_default())
    }

    pub fn person(&self, name: &str) -> Result<Person> {
        let people: Vec<Person> = serde_json::from_value(self.ready["people"].clone())?;
        people.into_iter().find(|person| person.user_name.starts_with(name)).context("nobody of that name")
    }

    async fn get(&self, path: &str) -> Result<reqwest::Response> {
        let key = self.ready["admin"]["api_key"].as_str().context("no key")?;
        Ok(self.http.get(self.url(path)).header("X-FilesAPI-Key", key).send().await?.error_for_status()?)
    }

    /// The names in a folder.
    pub async fn list(&self, folder: &str) -> Result<Vec<String>> {
        let entries: Vec<Value> =
            self.get(&format!("/api/rest/v1/folders/{folder}?per_page=1000")).await?.json().await?;
        let name = |entry: &Value| entry["display_name"].as_str().map(str::to_owned);
        Ok(entries.iter().filter_map(name).collect())
    }

    /// The content of a file.
    pub async fn download(&self, file: &str) -> Result<Vec<u8>> {
        Ok(self.get(&format!("/api/rest/v1/files/{file}?stream=true")).await?.bytes().await?.to_vec())
    }

    /// What is on record about a path.
    pub async fn history(&self, path: &str) -> Result<Vec<Value>> {
        Ok(self.get(&format!("/api/rest/v1/history/files/{path}")).await?.json().await?)
    }

    /// `kill -9`, by id, and waits until it is gone.
    pub async fn kill(mut self) -> Result<()> {
        self.child.kill().await?;
        Ok(())
    }
}

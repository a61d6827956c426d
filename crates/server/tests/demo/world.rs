//! A demo inside the test: the real server, the stand-in directory, real sockets on loopback.

#![allow(missing_docs, reason = "test support")]

use std::{fs, net::SocketAddr};

use anyhow::{Context, Result};
use bytes::Bytes;
use keyfold_identity::{Console, NewApiKey, PermissionSet, User};
use keyfold_model::VPath;
use keyfold_server::demo::{Cast, Demo, Options};
use keyfold_testkit::directory::{NewPerson, Person, PersonChange};
use keyfold_vfs::{WriteMode, WriteOptions};
use tempfile::TempDir;

pub struct World {
    pub demo: Demo,
    pub http: reqwest::Client,
    _data: TempDir,
}

impl World {
    pub async fn start(cast: Cast) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let demo =
            Demo::start(Options { data: data.path().join("data"), port_base: 0, database_url: None, cast }).await?;
        let authority = reqwest::Certificate::from_pem(&fs::read(&demo.ready().ca_file)?)?;
        let http = reqwest::Client::builder()
            .tls_certs_only([authority])
            .redirect(reqwest::redirect::Policy::none())
            .cookie_store(true)
            .build()?;
        Ok(Self { demo, http, _data: data })
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.demo.ready().base_url)
    }

    pub fn sftp(&self) -> SocketAddr {
        self.demo.server().sftp_address()
    }

    /// Adds a person to the directory, which pushes them, and puts them into a group.
    pub async fn add(&self, name: &str, group: &str) -> Result<(Person, User)> {
        let directory = self.demo.directory()?;
        let new = NewPerson {
            email: format!("{name}@corp.example"),
            given_name: name.to_owned(),
            family_name: "Example".to_owned(),
        };
        let person = directory.add_person(new).await?;
        let change = PersonChange { groups: Some([group.to_owned()].into()), ..PersonChange::default() };
        let person = directory.change_person(&person.key, change).await?;
        let user = self.demo.server().identity().users.find_by_login(&person.email).await?;
        Ok((person, user.context("SCIM made nobody")?))
    }

    pub async fn api_key(&self, user: &User) -> Result<String> {
        let custody = Console::of_this_machine().site_admin().custody_of(user.id);
        let new = NewApiKey {
            name: "test".to_owned(),
            permission_set: PermissionSet::Full,
            path: None,
            interfaces: Vec::new(),
            expires_at: None,
        };
        Ok(self.demo.server().identity().api_keys.create(&custody, new).await?.secret.expose().clone())
    }

    pub async fn write_file(&self, path: &str, content: Vec<u8>) -> Result<()> {
        let server = self.demo.server();
        let session = server.identity().authenticator.console(&Console::of_this_machine(), "admin").await?;
        let options = WriteOptions { mode: WriteMode::Replace, if_match: None, expected_length: None };
        let handle = server.filesystem().open_write(&session, &path.parse::<VPath>()?, options).await?;
        handle.write_at(0, Bytes::from(content)).await?;
        handle.commit().await?;
        Ok(())
    }
}

//! A site that listens, and a directory's client.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Extension, Router};
use keyfold_audit::{Log, Page, scim_log};
use keyfold_db::Db;
use keyfold_identity::{ConnectionSettings, Console, DirectoryConnection, Identity, IssuedScimToken, SiteAdmin};
use keyfold_model::{Clock, ManualClock, Timestamp};
use keyfold_web::{
    address::SiteAddress,
    caller::{Peer, TrustedProxies},
    scim::{self, Refusals, Scim},
};
use reqwest::{Method, Response, header::HeaderMap};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};

/// What the site is called from outside.
pub const BASE_URL: &str = "https://files.example/api/scim/v2";

pub struct Site {
    pub identity: Identity,
    pub db: Db,
    pub clock: Arc<ManualClock>,
    address: SocketAddr,
    server: JoinHandle<()>,
    _folder: Option<TempDir>,
}

impl Site {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}/keyfold.db", folder.path().display());
        Self::on(&url, Some(folder)).await
    }

    /// A site on this database, and the folder where that is.
    pub async fn on(url: &str, folder: Option<TempDir>) -> Self {
        let db = Db::open(url).await.expect("a database");
        let clock = Arc::new(ManualClock::at(Timestamp::from_seconds(1_795_507_200)));
        let shared: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
        let log = Log::new(db.clone(), "test", Arc::clone(&shared));
        let identity = Identity::open(db.clone(), log.clone(), Arc::clone(&shared)).await.expect("a directory");
        let scim = Scim {
            directory: identity.directory.clone(),
            previews: identity.previews.clone(),
            authenticator: identity.authenticator.clone(),
            sign_ins: identity.sign_ins.clone(),
            log,
            clock: shared,
            address: SiteAddress::parse("https://files.example").expect("an address"),
            proxies: TrustedProxies::default(),
            refusals: Refusals::default(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let service: Router = scim::routes(scim).layer(Extension(Peer(address.ip())));
        let server = tokio::spawn(async move { axum::serve(listener, service).await.expect("served") });
        Self { identity, db, clock, address, server, _folder: folder }
    }

    pub fn admin(&self) -> SiteAdmin {
        Console::of_this_machine().site_admin()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// A directory with SCIM on.
    pub async fn connection(&self, label: &str) -> DirectoryConnection {
        let settings = ConnectionSettings {
            label: label.to_owned(),
            enabled: true,
            scim_enabled: true,
            ..ConnectionSettings::default()
        };
        self.identity.connections.create(&self.admin(), settings).await.expect("a connection")
    }

    pub async fn token(&self, connection: &DirectoryConnection) -> IssuedScimToken {
        let tokens = &self.identity.scim_tokens;
        tokens.create(&self.admin(), connection.id, "test".into(), None).await.expect("a token")
    }

    /// The client of a new directory.
    pub async fn client(&self, label: &str) -> Client {
        let connection = self.connection(label).await;
        self.client_with(self.token(&connection).await.secret.expose())
    }

    pub fn client_with(&self, token: &str) -> Client {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", format!("Bearer {token}").parse().expect("a header"));
        let http = reqwest::Client::builder().default_headers(headers).user_agent("a test").build().expect("a client");
        Client { http, base_url: self.url("") }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, scim::PATH)
    }

    /// The SCIM log, newest first, as people read it.
    pub async fn log(&self) -> Vec<Value> {
        let filter = scim_log::Filter::default();
        let slice = scim_log::search(&self.db, &filter, &Page::first(1_000)).await.expect("rows");
        slice.rows.iter().map(scim_log::object).collect()
    }

    /// What the latest request did, in words.
    pub async fn effects(&self) -> Value {
        self.log().await.remove(0)["effects"].clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Client {
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base_url))
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let mut request = self.request(method.parse().expect("a method"), path);
        if let Some(body) = body {
            request = request.header("content-type", "application/scim+json; charset=utf-8").body(body.to_string());
        }
        read(request.send().await.expect("an answer")).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, Some(&body)).await
    }

    pub async fn patch(&self, path: &str, operations: Value) -> Answer {
        self.send("PATCH", path, Some(&json!({ "Operations": operations }))).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None).await
    }

    /// The id of somebody new.
    pub async fn user(&self, login: &str) -> String {
        self.post("/Users", json!({ "userName": login })).await.id()
    }

    /// The id of a new group with these members.
    pub async fn group(&self, name: &str, members: &[&str]) -> String {
        let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
        self.post("/Groups", json!({ "displayName": name, "members": members })).await.id()
    }

    /// The ids of a group's members.
    pub async fn members(&self, group: &str) -> Vec<String> {
        let answer = self.get(&format!("/Groups/{group}")).await;
        let members = answer.body["members"].as_array().expect("members").clone();
        members.iter().map(|member| member["value"].as_str().expect("an id").to_owned()).collect()
    }
}

impl Answer {
    /// The id of what was made.
    pub fn id(&self) -> String {
        assert_eq!(self.status, 201, "{}", self.body);
        self.body["id"].as_str().expect("an id").to_owned()
    }

    /// Asserts that it is a SCIM error of this status.
    pub fn assert_error(&self, status: u16) {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]), "{}", self.body);
        assert_eq!(self.body["status"], status.to_string());
        assert!(!self.body["detail"].as_str().expect("a text").is_empty());
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

pub async fn read(response: Response) -> Answer {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.expect("a body");
    Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::Null) }
}

//! A site that listens, and its clients.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use http::header::HeaderMap;
use keyfold_audit::Log;
use keyfold_db::Db;
use keyfold_identity::{Console, Identity, NewApiKey, NewUser, PermissionSet, SiteAdmin, User};
use keyfold_model::{Clock, LoginName, ManualClock, Secret, SiteRole, Timestamp};
use keyfold_net::{Alpn, Drain, Limits, SelfMade};
use keyfold_vfs::{Filesystem, Parts};
use keyfold_web::State;
use reqwest::Method;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// The password of every person that a test makes.
pub const PASSWORD: &str = "correct horse battery staple";

pub struct Site {
    pub identity: Identity,
    pub clock: Arc<ManualClock>,
    http: reqwest::Client,
    address: SocketAddr,
    stop: CancellationToken,
    folder: tempfile::TempDir,
}

impl Site {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A site whose mail this sink takes.
    pub async fn with_mail_to(sink: &keyfold_testkit::smtp_sink::SmtpSink) -> Self {
        let smtp = keyfold_mail::Smtp {
            host: "127.0.0.1".into(),
            port: sink.address().port(),
            encryption: keyfold_mail::Encryption::None,
            login: None,
            authority: None,
            from: "keyfold@corp.example".into(),
        };
        Self::with(|site| site.smtp = Some(smtp)).await
    }

    async fn with(change: impl FnOnce(&mut keyfold_web::Site)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(ManualClock::at(Timestamp::from_seconds(1_795_507_200)));
        let shared: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
        let url = format!("sqlite://{}", folder.path().join("keyfold.db").display());
        let db = Db::open(&url).await.expect("a database");
        let log = Log::new(db.clone(), "test", Arc::clone(&shared));
        let identity = Identity::open(db.clone(), log.clone(), Arc::clone(&shared)).await.expect("a directory");
        let identity = identity.with_previews_in(folder.path().join("previews"));
        let parts = Parts {
            db,
            log: log.clone(),
            policy: identity.policy.clone(),
            clock: Arc::clone(&shared),
            blobs: folder.path().join("blobs"),
        };
        let filesystem = Filesystem::open(parts).await.expect("a filesystem");
        let listener = keyfold_net::listen(([127, 0, 0, 1], 0).into()).await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let mut site = keyfold_web::Site::new(&format!("https://localhost:{}", address.port())).expect("an address");
        change(&mut site);
        let state = State::new(identity.clone(), filesystem, log, site, shared);
        let stop = CancellationToken::new();
        let http = Self::serve(listener, state, stop.clone(), folder.path());
        Self { identity, clock, http, address, stop, folder }
    }

    fn serve(
        listener: TcpListener,
        state: State,
        stop: CancellationToken,
        folder: &std::path::Path,
    ) -> reqwest::Client {
        let names = ["localhost".to_owned()];
        let made =
            SelfMade::load_or_make(&folder.join("tls"), &names, std::time::SystemTime::now()).expect("a certificate");
        let acceptor = keyfold_net::acceptor(made.certificate, Alpn::Http).expect("usable");
        let drain = Drain { stop, grace: Duration::ZERO };
        tokio::spawn(keyfold_web::serve(listener, acceptor, keyfold_web::router(state), Limits::default(), drain));
        let authority = std::fs::read(&made.authority_file).expect("written");
        let authority = reqwest::Certificate::from_pem(&authority).expect("a certificate");
        let client = reqwest::Client::builder().tls_certs_only([authority]).redirect(reqwest::redirect::Policy::none());
        client.build().expect("a client")
    }

    /// The code in the last mail.
    pub async fn mailed_code(&self) -> String {
        let db = keyfold_db::Db::open(&format!("sqlite://{}/keyfold.db", self.folder.path().display())).await;
        let db = db.expect("the database");
        let connection = &mut *db.read().await.expect("a connection");
        let mails = keyfold_db::mails::due(connection, keyfold_model::Clock::now(&*self.clock), 100);
        let mail = mails.await.expect("mails").pop().expect("a mail");
        mail.body.chars().filter(char::is_ascii_digit).collect()
    }

    pub fn admin_right(&self) -> SiteAdmin {
        Console::of_this_machine().site_admin()
    }

    /// Somebody with a password and this role.
    pub async fn person(&self, login: &str, role: SiteRole) -> User {
        let new = NewUser {
            login: LoginName::parse(login).expect("a name"),
            display_name: None,
            email: None,
            role,
            password: Some(Secret::from(PASSWORD)),
        };
        self.identity.users.create(&self.admin_right(), new).await.expect("made")
    }

    /// A client that acts for somebody by an API key.
    pub async fn client_of(&self, user: &User, permission_set: PermissionSet) -> Client {
        let new =
            NewApiKey { name: "test".into(), permission_set, path: None, interfaces: Vec::new(), expires_at: None };
        let custody = self.admin_right().custody_of(user.id);
        let issued = self.identity.api_keys.create(&custody, new).await.expect("a key");
        self.stranger().with("x-filesapi-key", issued.secret.expose())
    }

    /// A new site admin's client.
    pub async fn admin(&self) -> Client {
        let admin = self.person("admin", SiteRole::Admin).await;
        self.client_of(&admin, PermissionSet::Full).await
    }

    /// A new person's client, by API key.
    pub async fn member(&self, login: &str) -> (User, Client) {
        let user = self.person(login, SiteRole::Member).await;
        let client = self.client_of(&user, PermissionSet::Full).await;
        (user, client)
    }

    /// A client without any proof.
    pub fn stranger(&self) -> Client {
        Client { http: self.http.clone(), base: self.url(""), headers: HeaderMap::new() }
    }

    /// Some certificate, in PEM.
    pub fn certificate(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("tls/ca.pem")).expect("written")
    }

    pub fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.address.port())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    headers: HeaderMap,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Client {
    /// The same client, with one more header on each request.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.insert(name, value.parse().expect("a header"));
        client
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = if path.starts_with("https:") { path.to_owned() } else { format!("{}{path}", self.base) };
        // As browsers and curl do: whatever comes.
        self.http.request(method, url).header("accept", "*/*").headers(self.headers.clone())
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::read(self.request(Method::GET, path)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        Answer::read(self.request(Method::DELETE, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        Answer::read(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        Answer::read(self.request(Method::PATCH, path).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        Answer::read(self.request(Method::PUT, path).json(&body)).await
    }

    /// Stores a file.
    pub async fn upload(&self, path: &str, content: impl Into<reqwest::Body>) -> Answer {
        Answer::read(self.request(Method::PUT, &format!("/api/rest/v1/files/{path}")).body(content)).await
    }

    /// Grants a level on a folder, as an admin.
    pub async fn grant(&self, folder: &str, username: &str, level: &str) -> Answer {
        let body = serde_json::json!({ "path": folder, "username": username, "permission": level });
        self.post("/api/rest/v1/permissions", body).await.expect(201)
    }

    /// Makes a folder.
    pub async fn folder(&self, path: &str) -> Answer {
        self.post(&format!("/api/rest/v1/folders/{path}?mkdir_parents=true"), serde_json::json!({})).await.expect(201)
    }
}

impl Answer {
    pub async fn read(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.expect("a body") }
    }

    /// The same, having this status.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// Asserts that it is an error of this type, in the API's form.
    pub fn assert_error(&self, kind: &str) {
        let body = self.json();
        assert_eq!(body["type"], kind, "{body}");
        assert_eq!(body["http-code"], self.status, "{body}");
        assert!(!body["title"].as_str().expect("a title").is_empty());
        assert!(!body["error"].as_str().expect("a text").is_empty());
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The names on a page of files.
    pub fn names(&self) -> Vec<String> {
        let items = self.json();
        let items = items.as_array().expect("a list").clone();
        items.iter().map(|item| item["display_name"].as_str().expect("a name").to_owned()).collect()
    }
}

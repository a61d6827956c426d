//! A site that listens, an identity provider with its keys, and browsers.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{Extension, extract::FromRef as _};
use http::{StatusCode, header};
use keyfold_audit::Log;
use keyfold_db::{Db, audit};
use keyfold_identity::{
    AttributeValues, ConnectionSettings, Console, DirectoryClient, DirectoryConnection, DirectoryUser, Identity,
    Origin, SamlSide, SiteAdmin, User,
};
use keyfold_model::{Clock, Interface, LoginName, ManualClock, Secret, Timestamp};
use keyfold_net::Fetcher;
use keyfold_saml::certificate::Certificate;
use keyfold_testkit::idp::{Answer, AuthnRequest, IdentityProvider, Person, forgery::Scene};
use keyfold_vfs::{Filesystem, Parts};
use keyfold_web::{
    State,
    caller::Peer,
    saml::{Keyring, MetadataRefresh},
};
use reqwest::redirect::Policy;

pub const SESSION: &str = "__Host-keyfold_session";
pub const SLO: &str = "https://files.example.com/saml/logout";
pub const BINDING: &str = "__Host-keyfold_saml";

pub struct Site {
    pub identity: Identity,
    pub scene: Scene,
    pub clock: Arc<ManualClock>,
    pub keyring: Keyring,
    pub refresh: MetadataRefresh,
    db: Db,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Site {
    /// A site at the address that the scene's identity provider knows, at the scene's time.
    pub async fn new() -> Self {
        Self::with_fetcher(Fetcher::default()).await
    }

    /// The same, with something else to fetch metadata by.
    pub async fn with_fetcher(fetcher: Fetcher) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let scene = Scene::new().expect("a scene");
        let clock = Arc::new(ManualClock::at(Timestamp(scene.now.as_microsecond())));
        let shared: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
        let url = format!("sqlite://{}", folder.path().join("keyfold.db").display());
        let db = Db::open(&url).await.expect("a database");
        let log = Log::new(db.clone(), "test", Arc::clone(&shared));
        let identity = Identity::open(db.clone(), log.clone(), Arc::clone(&shared)).await.expect("a directory");
        let parts = Parts {
            db: db.clone(),
            log: log.clone(),
            policy: identity.policy.clone(),
            clock: Arc::clone(&shared),
            blobs: folder.path().join("blobs"),
        };
        let filesystem = Filesystem::open(parts).await.expect("a filesystem");
        let mut site = keyfold_web::Site::new("https://files.example.com").expect("an address");
        site.fetcher = fetcher;
        let state = State::new(identity.clone(), filesystem, log, site, shared);
        let (keyring, refresh) = (Keyring::from_ref(&state), MetadataRefresh::from_ref(&state));
        let router = keyfold_web::router(state).layer(Extension(Peer(Ipv4Addr::LOCALHOST.into())));
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { identity, scene, clock, keyring, refresh, db, address, _folder: folder }
    }

    pub fn admin(&self) -> SiteAdmin {
        Console::of_this_machine().site_admin()
    }

    /// A connection to this identity provider, without SCIM: who signs in first gets an account.
    pub async fn connect(
        &self,
        idp: &IdentityProvider,
        change: impl FnOnce(&mut ConnectionSettings),
    ) -> DirectoryConnection {
        let mut settings = ConnectionSettings {
            label: "Corp".to_owned(),
            enabled: true,
            saml: SamlSide {
                idp_entity_id: Some(idp.entity_id().to_owned()),
                sso_url: Some(idp.sso_url().to_owned()),
                certificates: vec![idp.certificate_pem().to_owned()],
                ..SamlSide::default()
            },
            ..ConnectionSettings::default()
        };
        change(&mut settings);
        self.identity.connections.create(&self.admin(), settings).await.expect("a connection")
    }

    /// A connection to the scene's identity provider.
    pub async fn directory(&self) -> DirectoryConnection {
        self.connect(&self.scene.idp, |_| {}).await
    }

    pub async fn set(
        &self,
        connection: &DirectoryConnection,
        change: impl FnOnce(&mut ConnectionSettings) + Send + 'static,
    ) {
        self.identity.connections.update(&self.admin(), connection.id, change).await.expect("set");
    }

    /// The SCIM client of a connection, which is switched on for it.
    pub async fn scim_client(&self, connection: &DirectoryConnection) -> DirectoryClient {
        self.set(connection, |settings| settings.scim_enabled = true).await;
        let tokens = &self.identity.scim_tokens;
        let issued = tokens.create(&self.admin(), connection.id, "test".into(), None).await.expect("a token");
        let from = Ipv4Addr::LOCALHOST.into();
        self.identity.authenticator.scim_token(&issued.secret, from).await.expect("a client")
    }

    /// The person of the scene, signed in at the directory at this moment of the site's clock.
    pub fn answer(&self) -> Answer {
        let person = Person {
            email: Scene::PERSON.to_owned(),
            firstname: "Amy".to_owned(),
            lastname: "Pond".to_owned(),
            groups: vec!["Engineering".to_owned()],
        };
        let now = jiff::Timestamp::from_microsecond(self.clock.now().0).expect("a time");
        Answer::new(&person, Scene::SP, Scene::ACS, now)
    }

    /// The same, as the scene's identity provider posts it.
    pub fn response_to(&self, request: &AuthnRequest) -> String {
        self.scene.idp.respond(&self.answer().in_response_to(&request.id)).expect("a Response")
    }

    /// A bearer token for the SCIM endpoints of a connection, which are switched on for it.
    pub async fn scim_token(&self, connection: &DirectoryConnection) -> Secret<String> {
        self.set(connection, |settings| settings.scim_enabled = true).await;
        let tokens = &self.identity.scim_tokens;
        tokens.create(&self.admin(), connection.id, "test".into(), None).await.expect("a token").secret
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    pub fn browser(&self) -> Browser {
        let client = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().expect("a client");
        Browser { client, address: self.address, cookies: BTreeMap::new() }
    }

    /// Every refused sign-in on record, oldest first.
    pub async fn failures(&self) -> Vec<audit::Row> {
        self.recorded("failed_login").await
    }

    /// What the last refused sign-in was refused for.
    pub async fn last_failure(&self) -> String {
        self.failures().await.pop().and_then(|row| row.failure_type).expect("a refusal on record")
    }

    /// The CSRF token of the browser's session.
    pub async fn csrf(&self, browser: &Browser) -> String {
        let cookie = Secret::from(&**browser.cookies.get(SESSION).expect("a session"));
        let origin = Origin { interface: Interface::Web, remote_ip: Ipv4Addr::LOCALHOST.into(), client: "".into() };
        self.identity.authenticator.web_cookie(&cookie, origin).await.expect("good").csrf_token().to_owned()
    }

    /// Signs the person of the scene in, in a new browser.
    pub async fn signed_in(&self, directory: &DirectoryConnection) -> Browser {
        let mut browser = self.browser();
        let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
        let reply = browser.post(&self.response_to(&request), None).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        browser
    }

    /// The certificate that the site's metadata names first, in PEM.
    pub async fn certificate_pem(&self) -> String {
        self.certificates().await.swap_remove(0)
    }

    /// Every signing certificate in the site's metadata, in PEM.
    pub async fn certificates(&self) -> Vec<String> {
        let metadata = self.browser().get("/saml/metadata").await.body;
        let keys = metadata.split("use=\"signing\"").skip(1);
        let texts = keys.map(|key| key.split("X509Certificate>").nth(1).expect("a certificate").replace("</ds:", ""));
        texts.map(|text| Certificate::from_base64(&text).expect("a certificate").pem()).collect()
    }

    /// Rows of the record with this action, oldest first.
    pub async fn recorded(&self, action: &str) -> Vec<audit::Row> {
        let mut connection = self.db.read().await.expect("a connection");
        let rows = audit::rows_after(&mut connection, 0, 100_000).await.expect("rows");
        rows.into_iter().filter(|row| row.action == action).collect()
    }

    /// Whom the browser's cookie stands for.
    pub async fn person_in(&self, browser: &Browser) -> Option<String> {
        let cookie = Secret::from(&**browser.cookies.get(SESSION)?);
        let from = Ipv4Addr::LOCALHOST.into();
        let origin = Origin { interface: Interface::Web, remote_ip: from, client: "a test".into() };
        let signed_in = self.identity.authenticator.web_cookie(&cookie, origin).await.ok()?;
        let user = self.identity.users.find(signed_in.session.user()).await.expect("the database");
        user.map(|user| user.login)
    }

    pub async fn users(&self) -> i64 {
        let query = keyfold_identity::list::Query::default();
        self.identity.users.list(query).await.expect("a page").total
    }
}

/// What a directory says of somebody of whom it knows only the name.
pub fn person(login: &str, active: bool) -> DirectoryUser {
    DirectoryUser {
        login: LoginName::parse(login).expect("a login name"),
        external_id: None,
        display_name: None,
        given_name: None,
        family_name: None,
        email: None,
        active,
        resource: "{}".into(),
        values: AttributeValues::Keep,
    }
}

/// Switches a person off, as SCIM's `active: false` does.
pub async fn switch_off(site: &Site, client: &DirectoryClient, user: &User) {
    let off = |now: &User| Ok::<_, keyfold_identity::Error>(person(&now.login, false));
    site.identity.directory.update_user(client, user.scim_id, off).await.expect("switched off");
}

/// A browser that follows nothing by itself. It keeps cookies as if it spoke TLS.
#[derive(Clone)]
pub struct Browser {
    client: reqwest::Client,
    address: SocketAddr,
    pub cookies: BTreeMap<String, String>,
}

/// What a browser got.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn location(&self) -> &str {
        let location = self.headers.get(header::LOCATION).unwrap_or_else(|| panic!("a redirect: {self:?}"));
        location.to_str().expect("text")
    }

    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().expect("text")).collect()
    }
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Reply {
        let request = self.client.get(format!("http://{}{path}", self.address));
        self.send(request).await.expect("an answer")
    }

    /// Posts an answer as the directory's page does.
    pub async fn post(&mut self, response: &str, relay_state: Option<&str>) -> Reply {
        self.try_post(response, relay_state).await.expect("an answer")
    }

    /// The same; a server that stops reading a body that is too large may cut the connection.
    pub async fn try_post(&mut self, response: &str, relay_state: Option<&str>) -> reqwest::Result<Reply> {
        let mut form = vec![("SAMLResponse", response)];
        form.extend(relay_state.map(|value| ("RelayState", value)));
        let request = self.client.post(format!("http://{}/saml/consume", self.address)).form(&form);
        self.send(request).await
    }

    /// Posts a logout message as the directory's page does.
    pub async fn post_logout(&mut self, field: &str, message: &str) -> Reply {
        let request = self.client.post(format!("http://{}/saml/logout", self.address)).form(&[(field, message)]);
        self.send(request).await.expect("an answer")
    }

    /// Signs out as the web application does: where the browser is to go, if anywhere.
    pub async fn sign_out(&mut self, csrf: &str) -> Option<String> {
        let request = self.client.post(format!("http://{}/api/v1/sign_out", self.address));
        let reply = self.send(request.header("x-csrf-token", csrf)).await.expect("an answer");
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.body);
        reply.headers.get(header::LOCATION).map(|url| url.to_str().expect("text").to_owned())
    }

    /// Sends a change as the web application does.
    pub async fn change(&mut self, path: &str, csrf: &str, body: &serde_json::Value) -> Reply {
        let request = self.client.post(format!("http://{}{path}", self.address)).json(body);
        self.send(request.header("x-csrf-token", csrf)).await.expect("an answer")
    }

    /// Goes to the directory by way of the site: the request that arrives there.
    pub async fn ask(&mut self, path: &str) -> AuthnRequest {
        let reply = self.get(path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        let (_, query) = reply.location().split_once('?').expect("a query");
        AuthnRequest::from_query(query).expect("an AuthnRequest")
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> reqwest::Result<Reply> {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = request.header(header::COOKIE, cookies.join("; ")).send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let reply = Reply { status, headers, body: answer.text().await? };
        for cookie in reply.set_cookies() {
            let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(reply)
    }
}

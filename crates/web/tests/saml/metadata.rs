//! Metadata behind an address: fetched over real TLS, again and again.

use std::{
    net::Ipv4Addr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use keyfold_identity::{DirectoryConnection, NewUser, SamlMetadata};
use keyfold_model::{Clock as _, LoginName, SiteRole, Timestamp};
use keyfold_net::{AddressRange, Addresses, Alpn, Certificate, Drain, Fetcher, Limits, SelfMade};
use keyfold_saml::certificate::Certificate as SamlCertificate;
use keyfold_testkit::idp::{IdentityProvider, forgery::Scene};
use keyfold_web::saml::remind_of_certificates;
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use crate::site::Site;

/// What the directory's web server answers.
#[derive(Clone, Default)]
struct Shown {
    status: StatusCode,
    body: String,
    etag: Option<&'static str>,
    location: Option<String>,
    sent: usize,
    unchanged: usize,
}

/// A directory that shows its metadata.
struct Publisher {
    shown: Arc<Mutex<Shown>>,
    url: String,
    authority: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

impl Publisher {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let names = ["127.0.0.1".to_owned()];
        let made = SelfMade::load_or_make(folder.path(), &names, SystemTime::now()).expect("a certificate");
        let acceptor = keyfold_net::acceptor(made.certificate, Alpn::Http).expect("an acceptor");
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let url = format!("https://{}/metadata", listener.local_addr().expect("an address"));
        let shown = Arc::new(Mutex::new(Shown::default()));
        let answering = Arc::clone(&shown);
        let router = Router::new().route("/metadata", get(move |headers: HeaderMap| answer(answering, headers)));
        let drain = Drain { stop: CancellationToken::new(), grace: Duration::ZERO };
        tokio::spawn(keyfold_web::serve(listener, acceptor, router, Limits::default(), drain));
        Self { shown, url, authority: made.authority_file, _folder: folder }
    }

    /// What may fetch from it.
    fn fetcher(&self) -> Fetcher {
        let loopback: AddressRange = "127.0.0.1/32".parse().expect("a range");
        let authorities = Certificate::read_chain(&self.authority).expect("an authority");
        Fetcher::new(Addresses::with_private(vec![loopback]), authorities)
    }

    /// How often it sent the whole document, and how often it said that nothing is new.
    fn counts(&self) -> (usize, usize) {
        let shown = self.shown.lock();
        (shown.sent, shown.unchanged)
    }

    fn show(&self, provider: &IdentityProvider, etag: &'static str) {
        let mut shown = self.shown.lock();
        *shown = Shown { body: provider.metadata_xml(), etag: Some(etag), ..Shown::default() };
    }
}

async fn answer(shown: Arc<Mutex<Shown>>, headers: HeaderMap) -> Response {
    let mut shown = shown.lock();
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if shown.status == StatusCode::OK && known.is_some() && known == shown.etag {
        shown.unchanged += 1;
        return StatusCode::NOT_MODIFIED.into_response();
    }
    shown.sent += 1;
    let mut answer = (shown.status, shown.body.clone()).into_response();
    if let Some(etag) = shown.etag {
        answer.headers_mut().insert(header::ETAG, etag.parse().expect("a value"));
    }
    if let Some(location) = &shown.location {
        answer.headers_mut().insert(header::LOCATION, location.parse().expect("a value"));
    }
    answer
}

async fn connect(site: &Site, publisher: &Publisher) -> DirectoryConnection {
    let url = publisher.url.clone();
    site.connect(&site.scene.idp, |settings| settings.saml.metadata_url = Some(url)).await
}

async fn tick(site: &Site) {
    site.refresh.tick(site.clock.now()).await.expect("a tick");
}

async fn noted(site: &Site, directory: &DirectoryConnection) -> SamlMetadata {
    site.refresh.log.find(directory.id).await.expect("the database").expect("a note")
}

async fn now(site: &Site, directory: &DirectoryConnection) -> DirectoryConnection {
    site.identity.connections.find(directory.id).await.expect("the database").expect("a connection")
}

#[tokio::test]
async fn a_new_certificate_arrives_by_itself_and_an_unchanged_document_is_not_sent_again() {
    let publisher = Publisher::start().await;
    let site = Site::with_fetcher(publisher.fetcher()).await;
    let directory = connect(&site, &publisher).await;
    publisher.show(&site.scene.idp, "\"1\"");
    tick(&site).await;
    tick(&site).await;
    assert_eq!(publisher.counts(), (1, 0), "not due again yet");
    assert_eq!(noted(&site, &directory).await.failures, 0);
    site.pass(6 * 3600);
    tick(&site).await;
    assert_eq!(publisher.counts(), (1, 1));
    assert_eq!(now(&site, &directory).await.version, directory.version, "nothing changed");
    // The directory rolls its key over.
    let renewed = IdentityProvider::generate(Scene::IDP, site.scene.idp.sso_url()).expect("keys");
    publisher.show(&renewed, "\"2\"");
    site.pass(6 * 3600);
    tick(&site).await;
    let certificates = now(&site, &directory).await.settings.saml.certificates;
    assert_eq!(certificates, [renewed.certificate_pem().replace("\r\n", "\n")]);
    let changed = site.recorded("connection_update").await.pop().expect("on record");
    assert_eq!(changed.actor_type, "job");
}

#[tokio::test]
async fn what_fails_breaks_no_working_connection_and_is_tried_again_later_and_later() {
    let publisher = Publisher::start().await;
    let site = Site::with_fetcher(publisher.fetcher()).await;
    let directory = connect(&site, &publisher).await;
    let stranger = IdentityProvider::generate("https://evil.example", "https://evil.example/sso").expect("keys");
    let good = site.scene.idp.metadata_xml();
    let expired = good.replacen("<md:IDPSSODescriptor", r#"<md:IDPSSODescriptor validUntil="2020-01-01T00:00:00Z""#, 1);
    let body = |body: String| Shown { body, ..Shown::default() };
    let wrong = [
        (body(stranger.metadata_xml()), "https://evil.example"),
        (body("<html/>".to_owned()), "IDPSSODescriptor"),
        (body(expired), "good until 2020"),
        (body("x".repeat(2 * 1024 * 1024)), "more than"),
        (Shown { status: StatusCode::INTERNAL_SERVER_ERROR, ..body(good.clone()) }, "500"),
        (Shown { status: StatusCode::FOUND, location: Some("https://127.0.0.1:1/".to_owned()), ..body(good) }, "302"),
    ];
    for (failures, (shown, said)) in (1..).zip(wrong) {
        *publisher.shown.lock() = shown;
        site.pass(12 * 3600);
        tick(&site).await;
        let note = noted(&site, &directory).await;
        let error = note.error.expect("what was wrong");
        assert!(error.contains(said), "{said}: {error}");
        assert_eq!((note.failures, note.fetched_at), (failures, None));
        let minutes = note.next_at.since(site.clock.now()).as_secs() / 60;
        assert_eq!(minutes, 5 << (failures - 1));
    }
    assert_eq!(now(&site, &directory).await, directory, "untouched");
    site.signed_in(&directory).await;
    publisher.show(&site.scene.idp, "\"1\"");
    site.pass(12 * 3600);
    tick(&site).await;
    let note = noted(&site, &directory).await;
    assert_eq!((note.failures, note.error), (0, None));
}

#[tokio::test]
async fn only_https_addresses_that_were_allowed_are_asked() {
    let publisher = Publisher::start().await;
    publisher.show(&IdentityProvider::generate(Scene::IDP, "https://idp/").expect("keys"), "\"1\"");
    let strict = Site::new().await;
    let of_strict = strict.clock.now();
    let first = |url: &str| {
        let (refresh, url) = (strict.refresh.clone(), url.to_owned());
        async move { refresh.first(&url, of_strict).await.expect_err("refused") }
    };
    let port = publisher.url.rsplit(':').next().expect("a port").to_owned();
    for (url, said) in [
        (publisher.url.clone(), "127.0.0.1, which is not an address of the Internet"),
        (format!("https://localhost:{port}"), "not an address of the Internet"),
        ("https://169.254.169.254/latest/meta-data".to_owned(), "169.254.169.254"),
        ("https://[::ffff:10.0.0.1]/".to_owned(), "not an address of the Internet"),
        (publisher.url.replace("https:", "http:"), "not an https address"),
        ("file:///etc/passwd".to_owned(), "not an https address"),
        (format!("https://user@127.0.0.1:{port}"), "not an https address"),
    ] {
        let error = first(&url).await;
        assert!(error.contains(said), "{url}: {error}");
    }
    assert_eq!(publisher.counts(), (0, 0));
    // Allowed, but nobody whom this machine trusts vouches for the server.
    let range = vec!["127.0.0.1/32".parse().expect("a range")];
    let unknown = Site::with_fetcher(Fetcher::new(Addresses::with_private(range), Vec::new())).await;
    let error = unknown.refresh.first(&publisher.url, of_strict).await.expect_err("refused");
    assert!(error.contains("certificate"), "{error}");
}

#[tokio::test]
async fn site_admins_are_told_once_that_the_last_certificate_expires() {
    let site = Site::new().await;
    let renewed = IdentityProvider::generate(Scene::IDP, site.scene.idp.sso_url()).expect("keys");
    let directory = site.directory().await;
    let root = NewUser {
        login: LoginName::parse("root").expect("a name"),
        display_name: None,
        email: Some("root@example.com".to_owned()),
        role: SiteRole::Admin,
        password: None,
    };
    site.identity.users.create(&site.admin(), root).await.expect("a user");
    let certificate = SamlCertificate::from_pem(site.scene.idp.certificate_pem()).expect("a certificate").remove(0);
    let end = Timestamp(certificate.validity().not_after.as_microsecond());
    let days = |days: u64| end.before(Duration::from_secs(days * 24 * 3600));
    let written = async |now| remind_of_certificates(&site.identity.connections, now).await.expect("the database");
    for (ahead, mails) in [(31, 0), (30, 1), (29, 0), (14, 1), (7, 1), (2, 0), (1, 1), (0, 1), (0, 0)] {
        assert_eq!(written(days(ahead)).await, mails, "{ahead} days ahead");
    }
    site.connect(&renewed, |settings| settings.enabled = false).await;
    site.set(&directory, |settings| settings.enabled = false).await;
    assert_eq!(written(days(7)).await, 0, "nobody signs in through these");
}

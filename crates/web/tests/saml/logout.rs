//! Signing out here and at the directory, either way.

use std::time::Duration;

use http::StatusCode;
use keyfold_identity::DirectoryConnection;
use keyfold_testkit::idp::{AuthnRequest, IdentityProvider, Logout, LogoutMessage, LogoutSignature, forgery::Scene};

use crate::site::{Browser, SESSION, SLO, Site};

const IDP_SLO: &str = "https://sso.jumpcloud.example/slo";
const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";

async fn with_logout(site: &Site) -> DirectoryConnection {
    site.connect(&site.scene.idp, |settings| settings.saml.slo_url = Some(IDP_SLO.to_owned())).await
}

fn path(url: &str) -> &str {
    url.strip_prefix("https://files.example.com").expect("a path of the site")
}

fn query(url: &str) -> &str {
    url.split_once('?').expect("a query").1
}

fn now(site: &Site) -> jiff::Timestamp {
    jiff::Timestamp::from_microsecond(keyfold_model::Clock::now(&*site.clock).0).expect("a time")
}

/// Signs a browser in by an answer with this name for the directory's session.
async fn signed_in_as(site: &Site, directory: &DirectoryConnection, index: &str) -> Browser {
    let mut browser = site.browser();
    let request: AuthnRequest = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    let mut answer = site.answer().in_response_to(&request.id);
    answer.assertion_id = index.to_owned();
    let reply = browser.post(&site.scene.idp.respond(&answer).expect("a Response"), None).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    browser
}

#[tokio::test]
async fn signing_out_here_tells_the_directory_and_takes_its_answer() {
    let site = Site::new().await;
    let directory = with_logout(&site).await;
    let mut browser = signed_in_as(&site, &directory, "_session-1").await;
    let csrf = site.csrf(&browser).await;
    let url = browser.sign_out(&csrf).await.expect("the directory's address");
    assert!(url.starts_with(IDP_SLO), "{url}");
    assert!(site.identity.sign_ins.all().is_empty() && !browser.cookies.contains_key(SESSION));
    let certificate = site.certificate_pem().await;
    let request = LogoutMessage::from_signed_query(query(&url), &certificate).expect("a signature that holds");
    assert_eq!((&*request.kind, request.name_id.as_deref()), ("LogoutRequest", Some(Scene::PERSON)));
    assert_eq!((&*request.issuer, &*request.session_indexes), (Scene::SP, &["_session-1".to_owned()][..]));
    let answer = |provider: &IdentityProvider, status: &str, signature| {
        provider.logout_answer_url(&request, SLO, status, now(&site), signature).expect("an answer")
    };
    let good = answer(&site.scene.idp, SUCCESS, LogoutSignature::Signed);
    let reply = browser.get(path(&good)).await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/"));
    let again = browser.get(path(&good)).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN, "nobody waits for it any more");
    let row = site.recorded("failed_logout").await.pop().expect("on record");
    assert_eq!(row.failure_type.as_deref(), Some("saml_in_response_to"));
}

#[tokio::test]
async fn a_directory_that_signs_out_only_half_says_so_to_the_person() {
    let site = Site::new().await;
    let directory = with_logout(&site).await;
    let mut browser = site.signed_in(&directory).await;
    let csrf = site.csrf(&browser).await;
    let url = browser.sign_out(&csrf).await.expect("an address");
    let certificate = site.certificate_pem().await;
    let request = LogoutMessage::from_signed_query(query(&url), &certificate).expect("signed");
    let status = "urn:oasis:names:tc:SAML:2.0:status:Responder";
    let url = site.scene.idp.logout_answer_url(&request, SLO, status, now(&site), LogoutSignature::Signed);
    let reply = browser.get(path(&url.expect("an answer"))).await;
    assert!(reply.body.contains("You are signed out here"), "{}", reply.body);
}

#[tokio::test]
async fn without_an_address_a_switch_or_a_directory_signing_out_ends_here() {
    let site = Site::new().await;
    let bare = site.directory().await;
    let mut browser = site.signed_in(&bare).await;
    let csrf = site.csrf(&browser).await;
    assert_eq!(browser.sign_out(&csrf).await, None);
    site.set(&bare, |settings| {
        settings.saml.slo_url = Some(IDP_SLO.to_owned());
        settings.saml.sign_out_here_only = true;
    })
    .await;
    let mut browser = site.signed_in(&bare).await;
    let csrf = site.csrf(&browser).await;
    assert_eq!(browser.sign_out(&csrf).await, None);
    assert!(site.identity.sign_ins.all().is_empty());
}

#[tokio::test]
async fn the_directorys_word_ends_the_sessions_that_it_names_and_is_answered() {
    let site = Site::new().await;
    let directory = with_logout(&site).await;
    let first = signed_in_as(&site, &directory, "_one").await;
    let second = signed_in_as(&site, &directory, "_two").await;
    let mut visitor = site.browser();
    let mut logout = Logout::new(Scene::PERSON, SLO, now(&site));
    logout.session_indexes = vec!["_one".to_owned()];
    let url = site.scene.idp.logout_url(&logout, Some("keep"), LogoutSignature::Signed).expect("a request");
    let reply = visitor.get(path(&url)).await;
    assert_eq!((site.person_in(&first).await, site.identity.sign_ins.all().len()), (None, 1));
    assert_eq!(site.person_in(&second).await.as_deref(), Some(Scene::PERSON));
    let certificate = site.certificate_pem().await;
    let answer = LogoutMessage::from_signed_query(query(reply.location()), &certificate).expect("signed");
    assert!(reply.location().starts_with(IDP_SLO));
    assert_eq!((&*answer.kind, answer.in_response_to.as_deref()), ("LogoutResponse", Some(&*logout.id)));
    assert_eq!((answer.status.as_deref(), answer.relay_state.as_deref()), (Some(SUCCESS), Some("keep")));
    // By form, and for all of the person's sessions.
    let everywhere = Logout::new(Scene::PERSON, SLO, now(&site));
    let form = site.scene.idp.logout_form(&everywhere, &site.answer(), LogoutSignature::Signed).expect("a form");
    assert_eq!(visitor.post_logout("SAMLRequest", &form).await.status, StatusCode::SEE_OTHER);
    assert!(site.identity.sign_ins.all().is_empty());
    assert_eq!(site.recorded("logout").await.len(), 2);
    assert_eq!(site.recorded("session_cut").await.len(), 2);
}

#[tokio::test]
async fn a_foreign_unsigned_or_stale_word_ends_nothing() {
    let site = Site::new().await;
    let directory = with_logout(&site).await;
    let other = IdentityProvider::generate("https://idp.other.example", "https://idp.other.example/sso").expect("keys");
    site.connect(&other, |_| {}).await;
    let browser = site.signed_in(&directory).await;
    let logout = Logout::new(Scene::PERSON, SLO, now(&site));
    let mut stale = logout.clone();
    stale.now -= jiff::SignedDuration::from_mins(20);
    let forms = [
        site.scene.attacker.logout_form(&logout, &site.answer(), LogoutSignature::Signed),
        site.scene.idp.logout_form(&logout, &site.answer(), LogoutSignature::Unsigned),
        site.scene.idp.logout_form(&stale, &site.answer(), LogoutSignature::Signed),
    ];
    let mut visitor = site.browser();
    let checks = ["saml_signature", "saml_unsigned", "saml_not_on_or_after"];
    for (form, check) in forms.into_iter().zip(checks) {
        let reply = visitor.post_logout("SAMLRequest", &form.expect("a form")).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
        let row = site.recorded("failed_logout").await.pop().expect("on record");
        assert_eq!(row.failure_type.as_deref(), Some(check));
    }
    for (provider, signature) in
        [(&site.scene.attacker, LogoutSignature::Signed), (&site.scene.idp, LogoutSignature::Unsigned)]
    {
        let url = provider.logout_url(&logout, None, signature).expect("a request");
        assert_eq!(visitor.get(path(&url)).await.status, StatusCode::FORBIDDEN);
    }
    // Another directory's word, rightly signed, is about its own people only.
    let url = other.logout_url(&logout, None, LogoutSignature::Signed).expect("a request");
    visitor.get(path(&url)).await;
    assert_eq!(site.person_in(&browser).await.as_deref(), Some(Scene::PERSON));
}

#[tokio::test]
async fn a_session_ends_when_the_directorys_does() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    let mut answer = site.answer().in_response_to(&request.id);
    answer.session_not_on_or_after = Some(now(&site) + jiff::SignedDuration::from_mins(30));
    browser.post(&site.scene.idp.respond(&answer).expect("a Response"), None).await;
    site.clock.advance(Duration::from_secs(29 * 60));
    assert_eq!(site.person_in(&browser).await.as_deref(), Some(Scene::PERSON));
    site.clock.advance(Duration::from_secs(60));
    assert_eq!(site.person_in(&browser).await, None);
    site.identity.sign_ins.sweep().await.expect("swept");
    assert!(site.identity.sign_ins.all().is_empty());
}

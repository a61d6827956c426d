//! Letting a sign-in on SFTP in, over real HTTP: the browser signs in afresh, looks at what asks, and decides.

use std::net::{IpAddr, Ipv4Addr};

use http::StatusCode;
use keyfold_identity::{ApprovalEnd, Denial, Origin};
use keyfold_model::Interface;
use keyfold_testkit::idp::forgery::Scene;
use serde_json::{Value, json};

use crate::site::{Browser, Site};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn over_sftp() -> Origin {
    Origin { interface: Interface::Sftp, remote_ip: HERE, client: "SSH-2.0-OpenSSH_9.9".into() }
}

/// A browser whose person has come by the page that approves.
async fn fresh(site: &Site, mut browser: Browser) -> Browser {
    let standing = browser.get("/api/v1/approvals").await;
    let standing: Value = serde_json::from_str(&standing.body).expect("JSON");
    assert_eq!(standing["may_approve"], false);
    let request = browser.ask(standing["sign_in_url"].as_str().expect("a way")).await;
    assert!(request.force_authn, "the person has to prove themselves");
    let reply = browser.post(&site.response_to(&request), None).await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/approve"));
    let standing = browser.get("/api/v1/approvals").await;
    assert!(standing.body.contains("\"may_approve\":true"), "{}", standing.body);
    browser
}

/// The status, and the body as JSON.
async fn decide(site: &Site, browser: &mut Browser, act: &str, code: &str) -> (StatusCode, Value) {
    let csrf = site.csrf(browser).await;
    let reply = browser.change(&format!("/api/v1/approvals/{act}"), &csrf, &json!({ "code": code })).await;
    (reply.status, serde_json::from_str(&reply.body).expect("JSON"))
}

#[tokio::test]
async fn what_a_browser_lets_in_is_in_and_only_once() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let browser = site.signed_in(&directory).await;
    let authenticator = &site.identity.authenticator;
    let asked = authenticator.ask_approval(Scene::PERSON, &over_sftp()).await.expect("asked");
    let code = asked.code().shown();
    let mut stale = browser.clone();
    let (status, body) = decide(&site, &mut stale, "look", &code).await;
    assert_eq!((status, &body["type"]), (StatusCode::FORBIDDEN, &json!("not-authorized/fresh-sign-in-required")));

    let mut browser = fresh(&site, browser).await;
    let (status, body) = decide(&site, &mut browser, "look", "ZZZZ-ZZZZ").await;
    assert_eq!((status, &body["type"]), (StatusCode::FORBIDDEN, &json!("not-authorized/wrong-approval-code")));
    let (status, body) = decide(&site, &mut browser, "look", &code).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(
        (&body["username"], &body["ip"], &body["client"]),
        (&json!(Scene::PERSON), &json!("127.0.0.1"), &json!("OpenSSH_9.9"))
    );
    let (status, body) = decide(&site, &mut browser, "confirm", &code).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let session = authenticator.approved(&asked, over_sftp()).await.expect("let in");
    assert_eq!(session.facts().login_name, Scene::PERSON);
    let again = authenticator.approved(&asked, over_sftp()).await.expect_err("once");
    assert!(matches!(again, Denial::NotApproved(ApprovalEnd::Expired)), "{again:?}");
    assert_eq!(site.recorded("approval_confirm").await.len(), 3, "two that failed, one that let it in");
}

#[tokio::test]
async fn fifty_connections_that_come_for_one_approval_are_one_session() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let browser = site.signed_in(&directory).await;
    let mut browser = fresh(&site, browser).await;
    let asked = site.identity.authenticator.ask_approval(Scene::PERSON, &over_sftp()).await.expect("asked");
    decide(&site, &mut browser, "confirm", &asked.code().shown()).await;
    let tries = (0..50).map(|_| {
        let (authenticator, asked) = (site.identity.authenticator.clone(), asked.clone());
        tokio::spawn(async move { authenticator.approved(&asked, over_sftp()).await.is_ok() })
    });
    let let_in = futures::future::join_all(tries).await;
    assert_eq!(let_in.into_iter().filter(|done| *done.as_ref().expect("ran")).count(), 1);
}

#[tokio::test]
async fn an_approval_dies_with_its_time_and_with_its_person() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let browser = site.signed_in(&directory).await;
    let mut browser = fresh(&site, browser).await;
    let authenticator = &site.identity.authenticator;
    let asked = authenticator.ask_approval(Scene::PERSON, &over_sftp()).await.expect("asked");
    site.pass(5 * 60);
    let late = authenticator.approved(&asked, over_sftp()).await.expect_err("too late");
    assert!(matches!(late, Denial::NotApproved(ApprovalEnd::Expired)), "{late:?}");
    assert_eq!(site.last_failure().await, "approval_expired");
    let (status, _) = decide(&site, &mut browser, "confirm", &asked.code().shown()).await;
    assert_eq!(status, StatusCode::FORBIDDEN);

    let mut browser = fresh(&site, browser).await;
    let asked = authenticator.ask_approval(Scene::PERSON, &over_sftp()).await.expect("asked");
    let (status, _) = decide(&site, &mut browser, "confirm", &asked.code().shown()).await;
    assert_eq!(status, StatusCode::OK);
    let user = site.identity.users.find_by_login(Scene::PERSON).await.expect("the database").expect("a person");
    let off =
        keyfold_identity::UserEdit { admission: Some(keyfold_identity::Admission::Disabled), ..Default::default() };
    site.identity.users.update(&site.admin(), user.id, off).await.expect("switched off");
    authenticator.approved(&asked, over_sftp()).await.expect_err("switched off meanwhile");
    assert_eq!(site.last_failure().await, "disabled");
}

#[tokio::test]
async fn a_directory_that_ignores_the_wish_for_a_fresh_sign_in_lets_nobody_approve() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let path = format!("/saml/login/{}?return_to=%2Fapprove&from=approval", directory.id);
    let request = browser.ask(&path).await;
    let mut answer = site.answer().in_response_to(&request.id);
    answer.now -= jiff::SignedDuration::from_secs(120);
    let response = site.scene.idp.respond(&answer).expect("a Response");
    let reply = browser.post(&response, None).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert!(reply.body.contains("did not ask you who you are"), "{}", reply.body);
    assert_eq!(site.last_failure().await, "saml_not_afresh");
    assert_eq!(site.person_in(&browser).await, None);
}

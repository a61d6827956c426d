//! What signs nobody in, though an identity provider really signed it.

use http::{StatusCode, header};
use keyfold_identity::{GroupPatterns, NewUser};
use keyfold_model::{LoginName, SiteRole};
use keyfold_testkit::idp::{IdentityProvider, forgery::Scene};

use crate::site::{SESSION, Site, person, switch_off};

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_fifty_times_at_once_is_one_session() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    let response = site.response_to(&request);
    let posts = (0..50).map(|_| {
        let mut browser = browser.clone();
        let response = response.clone();
        async move { browser.post(&response, None).await }
    });
    let replies = futures::future::join_all(posts).await;
    let taken = replies.iter().filter(|reply| reply.status == StatusCode::SEE_OTHER).count();
    assert_eq!(taken, 1);
    assert!(replies.iter().all(|reply| reply.status == StatusCode::SEE_OTHER || reply.set_cookies().is_empty()));
    let failures = site.failures().await;
    assert_eq!(failures.len(), 49);
    assert!(failures.iter().all(|row| row.failure_type.as_deref() == Some("saml_replay")));
    assert_eq!((site.identity.sign_ins.all().len(), site.users().await), (1, 1));
}

#[tokio::test]
async fn an_answer_counts_only_in_the_browser_that_asked() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let (mut asking, mut other, mut bare) = (site.browser(), site.browser(), site.browser());
    let request = asking.ask(&format!("/saml/login/{}", directory.id)).await;
    other.ask(&format!("/saml/login/{}", directory.id)).await;
    let response = site.response_to(&request);
    for browser in [&mut other, &mut bare] {
        let reply = browser.post(&response, None).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
        assert_eq!(site.last_failure().await, "saml_other_browser");
        assert_eq!(site.person_in(browser).await, None);
    }
    assert_eq!(asking.post(&response, None).await.status, StatusCode::SEE_OTHER, "it was not used up by others");
    assert_eq!(site.person_in(&asking).await.as_deref(), Some(Scene::PERSON));
}

#[tokio::test]
async fn an_answer_after_the_requests_time_is_too_late() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}?return_to=/files", directory.id)).await;
    site.pass(15 * 60);
    let reply = browser.post(&site.response_to(&request), Some("/files")).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(site.last_failure().await, "saml_request_expired");
    let again = format!("href=\"/saml/login/{}?return_to=%2Ffiles\"", directory.id);
    assert!(reply.body.contains(&again), "{}", reply.body);
    assert_eq!(site.person_in(&browser).await, None);
}

#[tokio::test]
async fn a_person_switched_off_gets_no_session_from_a_valid_answer() {
    for scim in [true, false] {
        let site = Site::new().await;
        let directory = site.directory().await;
        let client = site.scim_client(&directory).await;
        let amy = site.identity.directory.create_user(&client, person(Scene::PERSON, true)).await.expect("a user");
        switch_off(&site, &client, &amy).await;
        site.set(&directory, move |settings| settings.scim_enabled = scim).await;
        for name_id in [Scene::PERSON, "AMY@Example.COM"] {
            let mut browser = site.browser();
            let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
            let mut answer = site.answer().in_response_to(&request.id);
            answer.name_id_xml = name_id.to_owned();
            let reply = browser.post(&site.scene.idp.respond(&answer).expect("a Response"), None).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN);
            assert!(reply.body.contains("Your account is switched off"), "{}", reply.body);
            assert_eq!(site.last_failure().await, "disabled");
            assert!(!browser.cookies.contains_key(SESSION));
        }
        assert!(site.identity.sign_ins.all().is_empty());
        assert_eq!(site.users().await, 1, "nobody was made or revived");
    }
}

#[tokio::test]
async fn who_is_in_no_required_group_is_told_so() {
    let site = Site::new().await;
    let staff = GroupPatterns(vec!["staff*".into()]);
    let directory = site.connect(&site.scene.idp, |settings| settings.rules.provision_group_required = staff).await;
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    let reply = browser.post(&site.response_to(&request), None).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert!(reply.body.contains("none of the directory groups"), "{}", reply.body);
    assert_eq!((&*site.last_failure().await, site.users().await), ("group_required", 0));
}

#[tokio::test]
async fn a_directory_takes_over_no_account_of_another_or_of_an_administrator() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let other = IdentityProvider::generate("https://idp.other.example", "https://idp.other.example/sso").expect("keys");
    let elsewhere = site.connect(&other, |_| {}).await;
    let mut amy = site.browser();
    let request = amy.ask(&format!("/saml/login/{}", directory.id)).await;
    amy.post(&site.response_to(&request), None).await;
    let root = NewUser {
        login: LoginName::parse(Scene::TARGET).expect("a name"),
        display_name: None,
        email: Some(Scene::TARGET.to_owned()),
        role: SiteRole::Admin,
        password: None,
    };
    site.identity.users.create(&site.admin(), root).await.expect("a user");
    for victim in [Scene::PERSON, Scene::TARGET] {
        let mut eve = site.browser();
        let request = eve.ask(&format!("/saml/login/{}", elsewhere.id)).await;
        let mut answer = site.answer().in_response_to(&request.id);
        answer.name_id_xml = victim.to_owned();
        let reply = eve.post(&other.respond(&answer).expect("a Response"), None).await;
        assert!(reply.body.contains("Your user name is taken"), "{}", reply.body);
        assert_eq!((site.person_in(&eve).await, &*site.last_failure().await), (None, "username_taken"));
    }
    // The other directory's word, for a request that was made to the first.
    let mut eve = site.browser();
    let request = eve.ask(&format!("/saml/login/{}", directory.id)).await;
    let answer = site.answer().in_response_to(&request.id);
    assert_eq!(eve.post(&other.respond(&answer).expect("a Response"), None).await.status, StatusCode::FORBIDDEN);
    assert_eq!((site.person_in(&eve).await, &*site.last_failure().await), (None, "saml_signature"));
}

#[tokio::test]
async fn an_identity_provider_that_nobody_connected_or_that_is_off_signs_nobody_in() {
    let site = Site::new().await;
    let mut browser = site.browser();
    let tile = site.scene.idp.respond(&site.answer()).expect("a Response");
    assert_eq!(browser.post(&tile, None).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.last_failure().await, "saml_issuer");
    let directory = site.directory().await;
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    site.set(&directory, |settings| settings.enabled = false).await;
    for response in [site.response_to(&request), tile] {
        let reply = browser.post(&response, None).await;
        assert!(reply.body.contains("Sign-in is switched off"), "{}", reply.body);
        assert_eq!((site.person_in(&browser).await, &*site.last_failure().await), (None, "connection_disabled"));
    }
}

#[tokio::test]
async fn a_sign_in_ends_on_this_site_whatever_was_asked_for() {
    let site = Site::new().await;
    let directory = site.connect(&site.scene.idp, |settings| settings.saml.take_unsolicited = true).await;
    for evil in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/files\r\nSet-Cookie: a=b",
        "evil.example",
    ] {
        let mut browser = site.browser();
        let tile = site.scene.idp.respond(&site.answer()).expect("a Response");
        assert_eq!(browser.post(&tile, Some(evil)).await.location(), "/", "{evil:?}");
        let mut browser = site.browser();
        let encoded: String = url::form_urlencoded::byte_serialize(evil.as_bytes()).collect();
        let request = browser.ask(&format!("/saml/login/{}?return_to={encoded}", directory.id)).await;
        assert_eq!(browser.post(&site.response_to(&request), Some(evil)).await.location(), "/", "{evil:?}");
    }
}

#[tokio::test]
async fn the_record_says_what_was_expected_and_found_and_the_page_does_not() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    let mut answer = site.answer().in_response_to(&request.id);
    answer.audiences = vec!["https://other.example/<script>".to_owned()];
    let reply = browser.post(&site.scene.idp.respond(&answer).expect("a Response"), None).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert!(!reply.body.contains("other.example") && reply.body.contains("saml_audience"), "{}", reply.body);
    let policy = reply.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"));
    let row = site.failures().await.pop().expect("a row");
    assert_eq!((row.actor_type.as_str(), row.outcome.as_str()), ("stranger", "denied"));
    assert_eq!((row.target_type.as_deref(), row.target_name.as_deref()), (Some("connection"), Some("Corp")));
    assert_eq!(row.remote_ip.as_deref(), Some("127.0.0.1"));
    let after: serde_json::Value = serde_json::from_str(&row.after_json.expect("particulars")).expect("JSON");
    assert!(after["expected"].as_str().is_some_and(|text| text.contains(Scene::SP)), "{after}");
    assert!(after["found"].as_str().is_some_and(|text| text.contains("https://other.example/<script>")), "{after}");
}

//! What signs people in.

use http::{StatusCode, header};
use keyfold_identity::ConnectionSettings;
use keyfold_saml::authn_request::name_id_format;
use keyfold_testkit::idp::forgery::Scene;

use crate::site::{BINDING, SESSION, Site, person};

#[tokio::test]
async fn metadata_says_where_answers_go() {
    let site = Site::new().await;
    let reply = site.browser().get("/saml/metadata").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.headers[header::CONTENT_TYPE], "application/samlmetadata+xml");
    for part in [Scene::SP, Scene::ACS, name_id_format::EMAIL_ADDRESS] {
        assert!(reply.body.contains(part), "{part} in {}", reply.body);
    }
}

#[tokio::test]
async fn a_sign_in_leads_to_the_directory_and_back_to_the_page_that_was_wanted() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let wanted = "/files/R%26D/caf%C3%A9?sort=name#row-3";
    let encoded: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    let request = browser.ask(&format!("/saml/login/{}?return_to={encoded}", directory.id)).await;
    assert_eq!((&*request.issuer, &*request.acs_url), (Scene::SP, Scene::ACS));
    assert_eq!(request.relay_state, None, "the directory does not learn the names of folders");
    let reply = browser.post(&site.response_to(&request), Some("/changed/on/the/way")).await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, wanted));
    assert_eq!(site.person_in(&browser).await.as_deref(), Some(Scene::PERSON));
}

#[tokio::test]
async fn cookies_are_for_this_host_alone_and_no_script_reads_them() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let begun = browser.get(&format!("/saml/login/{}", directory.id)).await;
    let [binding] = begun.set_cookies()[..] else { panic!("one cookie: {begun:?}") };
    assert!(binding.starts_with(BINDING));
    for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=None", "; Max-Age=900"] {
        assert!(binding.contains(part), "{binding}");
    }
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    let reply = browser.post(&site.response_to(&request), None).await;
    assert_eq!(reply.location(), "/");
    let cookies = reply.set_cookies();
    let session = cookies.iter().find(|cookie| cookie.starts_with(SESSION)).expect("a session");
    for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"] {
        assert!(session.contains(part), "{session}");
    }
}

#[tokio::test]
async fn the_portals_tile_starts_a_round_trip_that_keeps_where_it_leads() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let tile = site.scene.idp.respond(&site.answer()).expect("a Response");
    let reply = browser.post(&tile, Some("/files/Team")).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert_eq!(reply.location(), format!("/saml/login/{}?return_to=%2Ffiles%2FTeam&from=tile", directory.id));
    assert!(!browser.cookies.contains_key(SESSION), "nobody is signed in by it");
    let request = browser.ask(reply.location()).await;
    let reply = browser.post(&site.response_to(&request), None).await;
    assert_eq!(reply.location(), "/files/Team");
    assert_eq!(site.person_in(&browser).await.as_deref(), Some(Scene::PERSON));
}

#[tokio::test]
async fn the_portals_tile_is_taken_once_where_the_connection_says_so() {
    let site = Site::new().await;
    site.connect(&site.scene.idp, |settings| settings.saml.take_unsolicited = true).await;
    let mut browser = site.browser();
    let tile = site.scene.idp.respond(&site.answer()).expect("a Response");
    assert_eq!(browser.post(&tile, Some("/files/Team")).await.location(), "/files/Team");
    assert_eq!(site.person_in(&browser).await.as_deref(), Some(Scene::PERSON));
    let mut thief = site.browser();
    assert_eq!(thief.post(&tile, None).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.last_failure().await, "saml_replay");
    assert_eq!(site.person_in(&thief).await, None);
}

#[tokio::test]
async fn signing_in_makes_an_account_only_where_the_rules_say_so() {
    fn rules_off(settings: &mut ConnectionSettings) {
        settings.rules.provision_users = false;
    }
    fn scim_on(settings: &mut ConnectionSettings) {
        settings.scim_enabled = true;
    }
    for change in [rules_off, scim_on] {
        let site = Site::new().await;
        let directory = site.connect(&site.scene.idp, change).await;
        let mut browser = site.browser();
        let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
        let reply = browser.post(&site.response_to(&request), None).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
        assert!(reply.body.contains("You have no account here yet"), "{}", reply.body);
        assert_eq!(site.last_failure().await, "not_provisioned");
        assert_eq!((site.person_in(&browser).await, site.users().await), (None, 0));
    }
}

#[tokio::test]
async fn the_person_that_scim_made_is_met_again_in_any_spelling() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let client = site.scim_client(&directory).await;
    site.identity.directory.create_user(&client, person("AMY@Example.com", true)).await.expect("a user");
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    browser.post(&site.response_to(&request), None).await;
    assert_eq!(site.person_in(&browser).await.as_deref(), Some("AMY@Example.com"));
    assert_eq!(site.users().await, 1);
}

#[tokio::test]
async fn attributes_are_read_by_the_names_that_the_connection_gives_them() {
    let site = Site::new().await;
    let directory = site
        .connect(&site.scene.idp, |settings| {
            settings.saml.attributes = [("family_name".to_owned(), vec!["firstname".to_owned()])].into();
        })
        .await;
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    browser.post(&site.response_to(&request), None).await;
    let amy = site.identity.users.find_by_login(Scene::PERSON).await.expect("the database").expect("an account");
    assert_eq!((amy.given_name.as_deref(), amy.family_name.as_deref()), (Some("Amy"), Some("Amy")));
    assert_eq!(amy.email.as_deref(), Some(Scene::PERSON));
    assert_eq!(site.identity.policy.current().groups_of(amy.id).len(), 1);
}

#[tokio::test]
async fn a_directory_that_is_unknown_off_or_without_address_sends_nobody_anywhere() {
    let site = Site::new().await;
    let off = site.connect(&site.scene.idp, |settings| settings.enabled = false).await;
    let bare = site.connect(&site.scene.idp, |settings| settings.saml.sso_url = None).await;
    let script =
        site.connect(&site.scene.idp, |settings| settings.saml.sso_url = Some("javascript:alert(1)".into())).await;
    for (path, status) in [
        (format!("/saml/login/{}", off.id), StatusCode::NOT_FOUND),
        ("/saml/login/999999".to_owned(), StatusCode::NOT_FOUND),
        ("/saml/login/corp".to_owned(), StatusCode::NOT_FOUND),
        (format!("/saml/login/{}", bare.id), StatusCode::SERVICE_UNAVAILABLE),
        (format!("/saml/login/{}", script.id), StatusCode::SERVICE_UNAVAILABLE),
    ] {
        let reply = site.browser().get(&path).await;
        assert_eq!(reply.status, status, "{path}");
        assert!(reply.set_cookies().is_empty() && reply.body.contains("Back to sign-in"), "{path}");
    }
}

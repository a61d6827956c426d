//! What a directory encrypts for the site, and signed questions to it.

use http::StatusCode;
use keyfold_testkit::idp::{AuthnRequest, Recipient, forgery::Scene};

use crate::site::Site;

#[tokio::test]
async fn an_encrypted_assertion_signs_in_and_one_for_another_site_does_not() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let recipient = Recipient::new(&site.certificate_pem().await);
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    let stranger = Recipient::new(site.scene.attacker.certificate_pem());
    for (recipient, status) in [(stranger, StatusCode::FORBIDDEN), (recipient, StatusCode::SEE_OTHER)] {
        let answer = site.answer().in_response_to(&request.id).encrypted_for(recipient);
        let response = site.scene.idp.respond(&answer).expect("a Response");
        assert_eq!(browser.post(&response, None).await.status, status);
    }
    assert_eq!(site.last_failure().await, "saml_decryption");
    assert_eq!(site.person_in(&browser).await.as_deref(), Some(Scene::PERSON));
}

#[tokio::test]
async fn a_connection_may_want_everything_encrypted() {
    let site = Site::new().await;
    let directory = site.connect(&site.scene.idp, |settings| settings.saml.require_encryption = true).await;
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    assert_eq!(browser.post(&site.response_to(&request), None).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.last_failure().await, "saml_encrypted");
}

#[tokio::test]
async fn questions_are_signed_forced_and_name_a_format_where_the_connection_says_so() {
    let site = Site::new().await;
    let plain = site.directory().await;
    let location = |reply: crate::site::Reply| reply.location().to_owned();
    let url = location(site.browser().get(&format!("/saml/login/{}", plain.id)).await);
    assert!(!url.contains("Signature="), "{url}");
    assert!(site.browser().get("/saml/metadata").await.body.contains(r#"AuthnRequestsSigned="false""#));
    site.set(&plain, |settings| {
        settings.saml.sign_requests = true;
        settings.saml.force_authn = true;
        settings.saml.name_id_format = Some("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent".to_owned());
    })
    .await;
    let url = location(site.browser().get(&format!("/saml/login/{}", plain.id)).await);
    let (_, query) = url.split_once('?').expect("a query");
    let request =
        AuthnRequest::from_signed_query(query, &site.certificate_pem().await).expect("a signature that holds");
    assert!(request.force_authn);
    assert_eq!(request.name_id_format.as_deref(), Some("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"));
    assert!(site.browser().get("/saml/metadata").await.body.contains(r#"AuthnRequestsSigned="true""#));
}

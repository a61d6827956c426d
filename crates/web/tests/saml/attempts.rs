//! What an administrator sees of sign-ins that did not work.

use http::StatusCode;
use keyfold_testkit::idp::forgery::Scene;

use crate::site::Site;

#[tokio::test]
async fn the_last_ten_answers_are_kept_with_what_was_wrong_and_cannot_be_used_again() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    let mut wrong = site.answer().in_response_to(&request.id);
    wrong.audiences = vec!["https://other.example".to_owned()];
    wrong.attributes.push(("apiToken".to_owned(), vec!["hunter2".to_owned()]));
    let response = site.scene.idp.respond(&wrong).expect("a Response");
    for _ in 0..12 {
        assert_eq!(browser.post(&response, None).await.status, StatusCode::FORBIDDEN);
    }
    browser.post(&site.response_to(&request), None).await;
    let attempts = site.identity.saml_attempts.of_connection(directory.id).await.expect("attempts");
    assert_eq!(attempts.len(), 10);
    let [good, refused, ..] = &attempts[..] else { panic!("two at least") };
    assert_eq!((good.failure_type.as_deref(), good.name_id.as_deref()), (None, Some(Scene::PERSON)));
    assert!(good.user.is_some());
    assert_eq!(refused.failure_type.as_deref(), Some("saml_audience"));
    assert_eq!(refused.expected.as_deref(), Some(Scene::SP));
    assert_eq!(refused.found.as_deref(), Some("https://other.example"));
    assert_eq!((refused.user, refused.remote_ip.as_str()), (None, "127.0.0.1"));
    let opened = site.identity.saml_attempts.find(refused.id).await.expect("the database").expect("an attempt");
    let xml = opened.xml.expect("its XML");
    assert!(xml.contains("https://other.example") && xml.contains(Scene::PERSON), "{xml}");
    assert!(xml.contains("<ds:SignatureValue>***</ds:SignatureValue>") && !xml.contains("hunter2"), "{xml}");
}

#[tokio::test]
async fn a_person_who_is_not_let_in_is_kept_by_name() {
    let site = Site::new().await;
    let directory = site.connect(&site.scene.idp, |settings| settings.rules.provision_users = false).await;
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    browser.post(&site.response_to(&request), None).await;
    let attempts = site.identity.saml_attempts.of_connection(directory.id).await.expect("attempts");
    assert_eq!(attempts[0].failure_type.as_deref(), Some("not_provisioned"));
    assert_eq!(attempts[0].name_id.as_deref(), Some(Scene::PERSON));
    assert!(attempts[0].found.as_deref().is_some_and(|found| found.contains("no account")), "{attempts:?}");
}

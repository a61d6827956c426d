//! Rolling the site's own key over without a gap.

use http::StatusCode;
use keyfold_identity::{Conflict, Error, SamlKeyState};
use keyfold_testkit::idp::{AuthnRequest, Recipient};

use crate::site::Site;

/// Whether somebody signs in by an answer that is encrypted for this certificate.
async fn opens(site: &Site, directory: &keyfold_identity::DirectoryConnection, certificate: &str) -> bool {
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    let answer = site.answer().in_response_to(&request.id).encrypted_for(Recipient::new(certificate));
    let response = site.scene.idp.respond(&answer).expect("a Response");
    browser.post(&response, None).await.status == StatusCode::SEE_OTHER
}

/// Whether the site signs with the key of this certificate.
async fn signs(site: &Site, directory: &keyfold_identity::DirectoryConnection, certificate: &str) -> bool {
    let reply = site.browser().get(&format!("/saml/login/{}", directory.id)).await;
    let (_, query) = reply.location().split_once('?').expect("a query");
    AuthnRequest::from_signed_query(query, certificate).is_ok()
}

#[tokio::test]
async fn a_new_key_is_announced_then_signs_and_the_old_one_opens_until_it_is_retired() {
    let site = Site::new().await;
    let directory = site.connect(&site.scene.idp, |settings| settings.saml.sign_requests = true).await;
    let old = site.certificate_pem().await;
    assert!(signs(&site, &directory, &old).await && opens(&site, &directory, &old).await);

    let (keys, admin) = (&site.identity.saml_keys, site.admin());
    let announced = keys.announce(&admin, site.keyring.make().await.expect("a key")).await.expect("announced");
    let both = site.certificates().await;
    assert_eq!((both.len(), &both[0]), (2, &old));
    let new = both[1].clone();
    assert!(signs(&site, &directory, &old).await, "directories have not read the new one yet");
    assert!(opens(&site, &directory, &old).await && opens(&site, &directory, &new).await);

    keys.activate(&admin, announced).await.expect("activated");
    assert_eq!(site.certificates().await, [new.clone(), old.clone()]);
    assert!(signs(&site, &directory, &new).await && !signs(&site, &directory, &old).await);
    assert!(opens(&site, &directory, &old).await && opens(&site, &directory, &new).await);

    let states = keys.list().await.expect("keys");
    let state = |state| states.iter().find(|key| key.state == state).expect("a key").id;
    let refused = keys.retire(&admin, state(SamlKeyState::Signing)).await.expect_err("it signs");
    assert!(matches!(refused, Error::Conflict(Conflict::SigningKey)), "{refused}");
    keys.retire(&admin, state(SamlKeyState::Old)).await.expect("retired");
    assert_eq!(site.certificates().await, std::slice::from_ref(&new));
    assert!(opens(&site, &directory, &new).await && !opens(&site, &directory, &old).await);
    for action in ["saml_key_create", "saml_key_activate", "saml_key_retire"] {
        assert!(!site.recorded(action).await.is_empty(), "{action}");
    }
}

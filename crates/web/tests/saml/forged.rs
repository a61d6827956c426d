//! Every forgery that the stand-in can make, posted to a site that would make an account for anybody (S11, S12).

use http::StatusCode;
use keyfold_testkit::idp::{AuthnRequest, forgery};

use crate::site::{BINDING, Browser, SESSION, Site};

/// Nobody's question can't be answered wrongly: the answer starts a round trip, and its content counts for nothing.
const STARTS_A_ROUND_TRIP: &str = "answer_to_no_request";

#[tokio::test]
async fn each_is_refused_by_the_check_it_is_made_for_and_leaves_nobody_signed_in() {
    let mut site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    site.scene.answer = site.scene.answer.clone().in_response_to(&request.id);
    let mut count = 0;
    for forgery in forgery::all() {
        let response = (forgery.forge)(&site.scene).expect(forgery.name);
        if forgery.name == STARTS_A_ROUND_TRIP {
            let reply = browser.post(&response, None).await;
            assert_eq!(reply.location(), format!("/saml/login/{}?from=tile", directory.id));
        } else {
            refuse(&site, &mut browser, forgery, &response).await;
        }
        assert!(!browser.cookies.contains_key(SESSION), "{}", forgery.name);
        assert!(site.identity.sign_ins.all().is_empty(), "{}", forgery.name);
        assert_eq!(site.users().await, 0, "{}", forgery.name);
        count += 1;
    }
    assert!(count >= 60, "{count} forgeries");
    the_right_one_is_still_taken(&site, browser, &request).await;
}

async fn refuse(site: &Site, browser: &mut Browser, forgery: &forgery::Forgery, response: &str) {
    let before = site.failures().await.len();
    // Of a body that is far too large not all is read, so its sender may find the connection closed.
    if let Ok(reply) = browser.try_post(response, None).await {
        assert!(reply.status.is_client_error(), "{}: {}", forgery.name, reply.status);
    }
    let failures = site.failures().await;
    assert_eq!(failures.len(), before + 1, "{}", forgery.name);
    let named = failures.last().and_then(|row| row.failure_type.as_deref());
    assert_eq!(named, Some(forgery.refused_by), "{}", forgery.name);
}

/// Without this, a site that refuses everything would pass.
async fn the_right_one_is_still_taken(site: &Site, mut browser: Browser, request: &AuthnRequest) {
    assert!(browser.cookies.contains_key(BINDING));
    let reply = browser.post(&site.response_to(request), None).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    assert!(browser.cookies.contains_key(SESSION));
}

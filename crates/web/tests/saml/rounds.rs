//! Several sign-ins at once, and directories that answer no question.

use http::StatusCode;
use keyfold_testkit::idp::forgery::Scene;

use crate::site::{BINDING, SESSION, Site};

#[tokio::test]
async fn several_sign_ins_open_in_one_browser_all_work() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let mut tabs = Vec::new();
    for tab in 0..3 {
        tabs.push((tab, browser.ask(&format!("/saml/login/{}?return_to=/files/{tab}", directory.id)).await));
    }
    // The last one opened comes back first.
    for (tab, request) in tabs.into_iter().rev() {
        let reply = browser.post(&site.response_to(&request), None).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, &*format!("/files/{tab}")));
        assert_eq!(site.person_in(&browser).await.as_deref(), Some(Scene::PERSON));
    }
}

#[tokio::test]
async fn a_cookie_that_this_site_did_not_make_is_replaced() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    browser.cookies.insert(BINDING.to_owned(), "short".to_owned());
    let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
    assert_ne!(browser.cookies[BINDING], "short");
    assert_eq!(browser.post(&site.response_to(&request), None).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_directory_that_answers_no_question_ends_on_a_page_and_not_in_a_circle() {
    let site = Site::new().await;
    let directory = site.directory().await;
    let mut browser = site.browser();
    let mut rounds = 0;
    let page = loop {
        rounds += 1;
        assert!(rounds < 10, "a circle");
        let tile = site.scene.idp.respond(&site.answer()).expect("a Response");
        let reply = browser.post(&tile, Some("/files/Team")).await;
        if reply.status != StatusCode::SEE_OTHER {
            break reply;
        }
        browser.ask(reply.location()).await;
    };
    assert_eq!((page.status, rounds), (StatusCode::FORBIDDEN, 3));
    assert!(page.body.contains("does not say which sign-in it answers"), "{}", page.body);
    assert_eq!(site.last_failure().await, "saml_unsolicited");
    assert!(!browser.cookies.contains_key(SESSION));
    // A minute later the tile is worth a try again, and one that leads to an answer begins anew.
    site.pass(61);
    let tile = site.scene.idp.respond(&site.answer()).expect("a Response");
    let request = browser.ask(browser.clone().post(&tile, None).await.location()).await;
    assert_eq!(browser.post(&site.response_to(&request), None).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.person_in(&browser).await.as_deref(), Some(Scene::PERSON));
    assert!(directory.settings.enabled);
}

#[tokio::test]
async fn a_tile_in_a_browser_without_cookies_ends_on_a_page() {
    let site = Site::new().await;
    site.directory().await;
    let tile = site.scene.idp.respond(&site.answer()).expect("a Response");
    let reply = site.browser().post(&tile, None).await;
    let page = site.browser().get(reply.location()).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains("keeps no cookies"), "{}", page.body);
}

//! Signing in with a password: sessions in a header, sessions in a cookie, and what a cookie's changes have to carry.

use keyfold_model::SiteRole;
use serde_json::json;

use super::site::{Answer, Client, PASSWORD, Site};

async fn sign_in(site: &Site, login: &str, password: &str) -> Answer {
    site.stranger().post("/api/rest/v1/sessions", json!({ "username": login, "password": password })).await
}

/// A browser that is signed in, and the CSRF token of its page.
async fn browser(site: &Site, login: &str) -> (Client, String) {
    let answer = sign_in(site, login, PASSWORD).await.expect(201);
    let cookie = answer.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let browser = site.stranger().with("cookie", &cookie);
    let me = browser.get("/api/v1/me").await.expect(200).json();
    (browser, me["csrf_token"].as_str().expect("a token").to_owned())
}

#[tokio::test]
async fn the_id_of_a_session_opens_the_api_and_ends_with_it() {
    let site = Site::new().await;
    let user = site.person("ann", SiteRole::Member).await;
    let session = sign_in(&site, "ANN", PASSWORD).await.expect(201).json();
    assert_eq!(session["user_id"], user.id.0);
    let client = site.stranger().with("x-filesapi-auth", session["id"].as_str().expect("an id"));
    let me = client.get("/api/v1/me").await.expect(200).json();
    assert_eq!(me["user"]["username"], "ann");
    assert_eq!(me["csrf_token"], serde_json::Value::Null);
    client.delete("/api/rest/v1/sessions").await.expect(204);
    client.get("/api/v1/me").await.expect(401).assert_error("not-authenticated/invalid-session");
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_look_alike() {
    let site = Site::new().await;
    site.person("ann", SiteRole::Member).await;
    let wrong_password = sign_in(&site, "ann", "guess").await.expect(401);
    let wrong_name = sign_in(&site, "nobody", "guess").await.expect(401);
    wrong_name.assert_error("not-authenticated/invalid-username-or-password");
    assert_eq!(wrong_password.text, wrong_name.text);
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_from_other_hosts() {
    let site = Site::new().await;
    site.person("ann", SiteRole::Member).await;
    let answer = sign_in(&site, "ann", PASSWORD).await.expect(201);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-keyfold_session="), "{cookie}");
    for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
        assert!(cookie.contains(attribute), "{cookie} has {attribute}");
    }
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_change_by_cookie_needs_the_token_of_its_page() {
    let site = Site::new().await;
    site.person("admin", SiteRole::Admin).await;
    site.person("ann", SiteRole::Member).await;
    let (browser, token) = browser(&site, "admin").await;
    let (_, foreign) = self::browser(&site, "ann").await;
    for forged in [browser.clone(), browser.with("x-csrf-token", ""), browser.with("x-csrf-token", &foreign)] {
        let answer = forged.post("/api/rest/v1/folders/finance", json!({})).await.expect(403);
        answer.assert_error("not-authorized/csrf-token-required");
        forged.delete("/api/rest/v1/sessions").await.expect(403);
    }
    browser.with("x-csrf-token", &token).post("/api/rest/v1/folders/finance", json!({})).await.expect(201);
    browser.get("/api/rest/v1/folders/finance").await.expect(200);
}

#[tokio::test]
async fn an_idle_session_ends() {
    let site = Site::new().await;
    site.person("ann", SiteRole::Member).await;
    let (browser, _) = browser(&site, "ann").await;
    site.clock.advance(std::time::Duration::from_secs(3 * 3600));
    browser.get("/api/v1/me").await.expect(401).assert_error("not-authenticated/invalid-session");
}

#[tokio::test]
async fn a_field_that_does_not_exist_is_refused_by_name() {
    let site = Site::new().await;
    let body = json!({ "username": "ann", "password": "x", "locale": "de" });
    let answer = site.stranger().post("/api/rest/v1/sessions", body).await.expect(501);
    answer.assert_error("not-implemented/not-built");
    assert!(answer.text.contains("'locale'"), "{}", answer.text);
}

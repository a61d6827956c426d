//! The first run, and what a directory's administrator is told.

use keyfold_model::SiteRole;
use serde_json::json;

use super::site::{PASSWORD, Site};

#[tokio::test]
async fn the_link_makes_the_first_admin_once() {
    let site = Site::new().await;
    let link = site.identity.setup.open_link().await.expect("opened").expect("nobody is there");
    let stranger = site.stranger();
    assert_eq!(stranger.get("/api/v1/setup").await.expect(200).json()["open"], true);
    assert_eq!(stranger.get("/api/v1/login_page").await.expect(200).json()["setup_open"], true);
    let first = |token: &str| json!({ "token": token, "username": "root", "password": PASSWORD, "name": "Ruth" });
    stranger.post("/api/v1/setup", first("guessed")).await.expect(404);
    let session = stranger.post("/api/v1/setup", first(link.expose())).await.expect(201);
    assert!(session.header("set-cookie").starts_with("__Host-"), "{session:?}");
    let id = session.json()["id"].as_str().expect("an id").to_owned();
    let me = stranger.with("x-filesapi-auth", &id).get("/api/v1/me").await.expect(200).json();
    assert_eq!((&me["administers"], &me["user"]["name"]), (&json!(true), &json!("Ruth")));
    stranger.get("/api/v1/setup").await.expect(404);
    stranger.post("/api/v1/setup", first(link.expose())).await.expect(404);
}

#[tokio::test]
async fn the_values_to_paste_are_addresses_of_this_site() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let values = admin.get("/api/v1/directory/setup_values").await.expect(200).json();
    assert_eq!(values["sp_entity_id"], site.url("/saml/metadata"));
    assert_eq!(values["acs_url"], site.url("/saml/consume"));
    assert_eq!(values["scim_base_url"], site.url("/api/scim/v2"));
    let (_, ann) = site.member("ann").await;
    ann.get("/api/v1/directory/setup_values").await.expect(403);
}

#[tokio::test]
async fn a_seat_counts_from_the_first_sign_in() {
    let site = Site::new().await;
    let admin = site.admin().await;
    site.person("ann", SiteRole::Member).await;
    admin.get("/api/v1/me").await.expect(200);
    let seats = admin.get("/api/v1/seats").await.expect(200).json();
    assert_eq!(seats, json!({ "now": 1, "highest_30_days": 1, "cap": null, "active_users": 2, "never_signed_in": 1 }));
}

//! What people have open now, and ending it.

use keyfold_model::SiteRole;
use serde_json::json;

use super::site::{Client, PASSWORD, Site};

async fn browser(site: &Site, login: &str) -> Client {
    let proof = json!({ "username": login, "password": PASSWORD });
    let session = site.stranger().post("/api/rest/v1/sessions", proof).await.expect(201).json();
    site.stranger().with("x-filesapi-auth", session["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn a_person_sees_and_ends_their_own_sessions_alone() {
    let site = Site::new().await;
    site.person("ann", SiteRole::Member).await;
    site.person("bo", SiteRole::Member).await;
    let (here, elsewhere, bo) = (browser(&site, "ann").await, browser(&site, "ann").await, browser(&site, "bo").await);
    let live = here.get("/api/v1/sessions/live").await.expect(200).json();
    let live = live.as_array().expect("a list");
    assert_eq!(live.len(), 2);
    assert!(live.iter().all(|session| session["username"] == "ann" && session["interface"] == "web"));
    let other = live.iter().find(|session| session["current"] == false).expect("the other browser");
    let path = format!("/api/v1/sessions/live/{}", other["id"].as_str().expect("an id"));
    bo.delete(&path).await.expect(404);
    elsewhere.get("/api/v1/me").await.expect(200);
    here.delete(&path).await.expect(204);
    elsewhere.get("/api/v1/me").await.expect(401);
    here.delete(&path).await.expect(404);
}

#[tokio::test]
async fn an_admin_ends_anybodys_session_and_a_read_only_one_only_looks() {
    let site = Site::new().await;
    let admin = site.admin().await;
    site.person("ann", SiteRole::Member).await;
    let auditor = site.person("auditor", SiteRole::ReadOnlyAdmin).await;
    let auditor = site.client_of(&auditor, keyfold_identity::PermissionSet::Full).await;
    let ann = browser(&site, "ann").await;
    let live = auditor.get("/api/v1/sessions/live").await.expect(200).json();
    let hers = live.as_array().expect("a list").iter().find(|session| session["username"] == "ann").expect("hers");
    let path = format!("/api/v1/sessions/live/{}", hers["id"].as_str().expect("an id"));
    auditor.delete(&path).await.expect(403).assert_error("not-authorized/site-admin-required");
    ann.get("/api/v1/me").await.expect(200);
    admin.delete(&path).await.expect(204);
    ann.get("/api/v1/me").await.expect(401);
}

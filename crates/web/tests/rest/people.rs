//! People, groups, and who is in which.

use keyfold_model::SiteRole;
use serde_json::json;

use super::site::{PASSWORD, Site};

#[tokio::test]
async fn an_account_is_made_changed_and_deleted() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let new = json!({ "username": "Ann", "name": "Ann Lee", "email": "ann@corp.example", "password": PASSWORD });
    let ann = admin.post("/api/rest/v1/users", new).await.expect(201).json();
    assert_eq!((ann["username"].as_str(), ann["authentication_method"].as_str()), (Some("Ann"), Some("password")));
    let path = format!("/api/rest/v1/users/{}", ann["id"]);
    let changed = admin.patch(&path, json!({ "name": "Ann Lee-Park", "email": "" })).await.expect(200).json();
    assert_eq!((changed["name"].as_str(), &changed["email"]), (Some("Ann Lee-Park"), &serde_json::Value::Null));
    assert_eq!(admin.patch(&path, json!({ "disabled": true })).await.expect(200).json()["disabled"], true);
    admin.delete(&path).await.expect(204);
    admin.get(&path).await.expect(404).assert_error("not-found");
}

#[tokio::test]
async fn a_taken_name_and_a_name_that_is_none_are_told_apart() {
    let site = Site::new().await;
    let admin = site.admin().await;
    site.person("ann", SiteRole::Member).await;
    admin.post("/api/rest/v1/users", json!({ "username": "ANN" })).await.expect(409);
    admin.post("/api/rest/v1/users", json!({ "username": "@api-7" })).await.expect(400);
    admin.post("/api/rest/v1/users", json!({ "name": "nobody" })).await.expect(400);
}

#[tokio::test]
async fn the_last_admin_can_not_be_taken_away() {
    let site = Site::new().await;
    let root = site.person("root", SiteRole::Admin).await;
    let client = site.client_of(&root, keyfold_identity::PermissionSet::Full).await;
    let path = format!("/api/rest/v1/users/{}", root.id);
    for change in [json!({ "disabled": true }), json!({ "site_admin": false })] {
        client.patch(&path, change).await.expect(422);
    }
    client.delete(&path).await.expect(422);
    client.get("/api/v1/me").await.expect(200);
}

#[tokio::test]
async fn people_are_found_page_by_page() {
    let site = Site::new().await;
    let admin = site.admin().await;
    for name in ["ann", "bo", "anders"] {
        site.person(name, SiteRole::Member).await;
    }
    let mut found = Vec::new();
    let mut path = "/api/rest/v1/users?per_page=1&search=an".to_owned();
    loop {
        let page = admin.get(&path).await.expect(200);
        found.extend(page.json().as_array().expect("a list").iter().map(|user| user["username"].clone()));
        match page.header("x-files-cursor") {
            "" => break,
            cursor => path = format!("/api/rest/v1/users?per_page=1&search=an&cursor={cursor}"),
        }
    }
    assert_eq!(found, ["ann", "anders"]);
    admin.get("/api/rest/v1/users?cursor=nonsense").await.expect(400).assert_error("bad-request/invalid-cursor");
}

#[tokio::test]
async fn a_person_sees_themselves_and_nobody_else() {
    let site = Site::new().await;
    let bo = site.person("bo", SiteRole::Member).await;
    let (ann, client) = site.member("ann").await;
    client.get(&format!("/api/rest/v1/users/{}", ann.id)).await.expect(200);
    client.get(&format!("/api/rest/v1/users/{}", bo.id)).await.expect(404);
    client.get("/api/rest/v1/users/999999").await.expect(404);
}

#[tokio::test]
async fn memberships_come_and_go() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (ann, _) = site.member("ann").await;
    let group = admin.post("/api/rest/v1/groups", json!({ "name": "Finance" })).await.expect(201).json();
    let word = json!({ "group_id": group["id"], "user_id": ann.id, "admin": true });
    let member = admin.post("/api/rest/v1/group_users", word.clone()).await.expect(201).json();
    assert_eq!((&member["group_name"], &member["username"]), (&json!("Finance"), &json!("ann")));
    let found = admin.get(&format!("/api/rest/v1/groups/{}", group["id"])).await.expect(200).json();
    assert_eq!((&found["user_ids"], &found["admin_ids"]), (&json!(ann.id.to_string()), &json!(ann.id.to_string())));
    let user = admin.get(&format!("/api/rest/v1/users/{}", ann.id)).await.expect(200).json();
    assert_eq!(user["admin_group_ids"], json!([group["id"]]));
    let path = format!("/api/rest/v1/group_users/{}?group_id={}&user_id={}", member["id"], group["id"], ann.id);
    admin.delete(&path).await.expect(204);
    admin.delete(&path).await.expect(404);
    let listed = admin.get(&format!("/api/rest/v1/group_users?user_id={}", ann.id)).await.expect(200).json();
    assert_eq!(listed, json!([]));
    admin.post("/api/rest/v1/group_users", json!({ "group_id": group["id"], "user_id": 999_999 })).await.expect(404);
}

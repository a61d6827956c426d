//! Keys: whose they are, and who looks after them.

use serde_json::json;

use super::site::Site;

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8ywtZ+ogFVu3gAKPQ4b3ygLY2RA5PTDYVDg7fnA2eE ann@laptop";

#[tokio::test]
async fn an_api_key_is_shown_once_and_works() {
    let site = Site::new().await;
    let (_, ann) = site.member("ann").await;
    let made = ann.post("/api/rest/v1/api_keys", json!({ "name": "backup" })).await.expect(201).json();
    let key = made["key"].as_str().expect("the key");
    assert_eq!(made["protocol_username"], format!("@api-{}", made["id"]));
    let path = format!("/api/rest/v1/api_keys/{}", made["id"]);
    assert_eq!(ann.get(&path).await.expect(200).json().get("key"), None);
    let program = site.stranger().with("x-filesapi-key", key);
    program.get("/api/v1/me").await.expect(200);
    ann.delete(&path).await.expect(204);
    program.get("/api/v1/me").await.expect(401);
    ann.post("/api/rest/v1/api_keys", json!({ "name": "17" })).await.expect(422);
}

#[tokio::test]
async fn a_key_of_a_folder_does_not_leave_it() {
    let site = Site::new().await;
    let admin = site.admin().await;
    admin.folder("finance/2026").await;
    admin.folder("legal").await;
    let new = json!({ "name": "finance", "path": "finance" });
    let made = admin.post("/api/rest/v1/api_keys", new).await.expect(201).json();
    assert_eq!(made["path"], "finance");
    let program = site.stranger().with("x-filesapi-key", made["key"].as_str().expect("the key"));
    let seen = program.get("/api/rest/v1/folders/").await.expect(200).names();
    assert!(!seen.contains(&"legal".to_owned()), "{seen:?}");
    program.get("/api/rest/v1/folders/legal").await.expect(404);
}

#[tokio::test]
async fn an_ssh_key_is_added_once_and_refused_where_it_is_none() {
    let site = Site::new().await;
    let (ann, client) = site.member("ann").await;
    let new = json!({ "title": "laptop", "public_key": KEY });
    let key = client.post("/api/rest/v1/public_keys", new.clone()).await.expect(201).json();
    assert!(key["fingerprint_sha256"].as_str().expect("a text").starts_with("SHA256:"), "{key}");
    assert_eq!(key["user_id"], ann.id.0);
    client.post("/api/rest/v1/public_keys", new).await.expect(409);
    client.post("/api/rest/v1/public_keys", json!({ "title": "x", "public_key": "ssh-dss AAAA" })).await.expect(422);
    client.delete(&format!("/api/rest/v1/public_keys/{}", key["id"])).await.expect(204);
}

#[tokio::test]
async fn nobody_but_an_admin_reaches_the_keys_of_another() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (ann, client) = site.member("ann").await;
    let (_, bo) = site.member("bo").await;
    let key = client.post("/api/rest/v1/public_keys", json!({ "title": "laptop", "public_key": KEY })).await.json();
    let path = format!("/api/rest/v1/public_keys/{}", key["id"]);
    bo.get(&path).await.expect(404);
    bo.delete(&path).await.expect(404);
    bo.get(&format!("/api/rest/v1/public_keys?user_id={}", ann.id)).await.expect(403);
    let for_ann = json!({ "title": "mine", "public_key": KEY, "user_id": ann.id });
    bo.post("/api/rest/v1/public_keys", for_ann).await.expect(403);
    admin.get(&path).await.expect(200);
    admin.delete(&path).await.expect(204);
}

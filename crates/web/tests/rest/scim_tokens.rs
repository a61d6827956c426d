//! Bearer tokens of SCIM clients: shown once, replaced without a gap.

use serde_json::{Value, json};

use super::site::{Answer, Client, Site};

async fn connection(admin: &Client) -> Value {
    let new = json!({ "label": "JumpCloud", "scim_enabled": true });
    admin.post("/api/rest/v1/sso_strategies", new).await.expect(201).json()["id"].clone()
}

async fn ask(site: &Site, token: &Value) -> Answer {
    let bearer = format!("Bearer {}", token["token"].as_str().expect("shown"));
    site.stranger().with("authorization", &bearer).get("/api/scim/v2/Users").await
}

#[tokio::test]
async fn a_token_is_shown_once_and_lets_in_until_it_is_revoked() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let id = connection(&admin).await;
    let made = admin.post("/api/v1/scim_tokens", json!({ "sso_strategy_id": id })).await.expect(201).json();
    ask(&site, &made).await.expect(200);
    let listed = admin.get(&format!("/api/v1/scim_tokens?sso_strategy_id={id}")).await.expect(200).json();
    assert_eq!(listed[0]["hint"], made["hint"]);
    assert_eq!(listed[0].get("token"), None);
    assert!(listed[0]["last_used_at"].is_string(), "{listed}");
    admin.delete(&format!("/api/v1/scim_tokens/{}", made["id"])).await.expect(204);
    ask(&site, &made).await.expect(401);
}

#[tokio::test]
async fn a_token_is_replaced_without_a_gap() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let id = connection(&admin).await;
    let old = admin.post("/api/v1/scim_tokens", json!({ "sso_strategy_id": id, "label": "2026" })).await.expect(201);
    let old = old.json();
    let rotate = format!("/api/v1/scim_tokens/{}/rotate", old["id"]);
    let new = admin.post(&rotate, json!({ "old_expires_at": "2026-12-24" })).await.expect(201).json();
    assert_eq!(new["label"], "2026");
    ask(&site, &old).await.expect(200);
    ask(&site, &new).await.expect(200);
    let listed = admin.get("/api/v1/scim_tokens").await.expect(200).json();
    assert_eq!(listed[0]["expires_at"], "2026-12-24T00:00:00Z");
    admin.post("/api/v1/scim_tokens/7/rotate", json!({})).await.expect(404);
}

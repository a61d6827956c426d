//! What administrators set and see of SAML.

use serde_json::json;

use super::site::Site;

#[tokio::test]
async fn a_key_is_rolled_over_by_announcing_activating_and_retiring() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let states = |keys: &serde_json::Value| -> Vec<String> {
        let keys = keys.as_array().expect("keys").iter();
        keys.map(|key| key["state"].as_str().expect("a state").to_owned()).collect()
    };
    let first = admin.get("/api/v1/saml_keys").await.expect(200).json();
    assert_eq!(states(&first), ["signing"]);
    assert!(first[0]["certificate"].as_str().is_some_and(|pem| pem.starts_with("-----BEGIN CERTIFICATE")));
    let made = admin.post("/api/v1/saml_keys", json!({})).await.expect(201).json();
    assert_eq!(made["state"], "announced");
    admin.delete(&format!("/api/v1/saml_keys/{}", first[0]["id"])).await.expect(409);
    admin.post(&format!("/api/v1/saml_keys/{}/activate", made["id"]), json!({})).await.expect(204);
    let now = admin.get("/api/v1/saml_keys").await.expect(200).json();
    assert_eq!((states(&now), &now[0]["id"]), (vec!["signing".to_owned(), "old".to_owned()], &made["id"]));
    admin.delete(&format!("/api/v1/saml_keys/{}", first[0]["id"])).await.expect(204);
    admin.delete("/api/v1/saml_keys/999999").await.expect(404);
}

#[tokio::test]
async fn how_people_sign_in_is_set_in_part_and_shown_in_full() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let new = json!({ "label": "Corp", "saml": { "sign_requests": true, "name_id_format": "urn:x" } });
    let made = admin.post("/api/rest/v1/sso_strategies", new).await.expect(201).json();
    assert_eq!((&made["saml"]["sign_requests"], &made["saml"]["force_authn"]), (&json!(true), &json!(false)));
    let path = format!("/api/rest/v1/sso_strategies/{}", made["id"]);
    let change = json!({ "saml": { "require_encryption": true, "name_id_format": "" },
        "saml_provider_slo_target_url": "https://idp.example/slo" });
    let changed = admin.patch(&path, change).await.expect(200).json();
    let saml = &changed["saml"];
    assert_eq!((&saml["sign_requests"], &saml["require_encryption"]), (&json!(true), &json!(true)));
    assert!(saml["name_id_format"].is_null() && saml["metadata_refresh"].is_null(), "{saml}");
    assert_eq!(changed["saml_provider_slo_target_url"], "https://idp.example/slo");
    let wrong = json!({ "saml_provider_metadata_url": "https://127.0.0.1/metadata" });
    let refused = admin.patch(&path, wrong).await.expect(400).json();
    assert!(refused["error"].as_str().is_some_and(|text| text.contains("not an address of the Internet")), "{refused}");
    admin.post(&format!("{path}/metadata_refresh"), json!({})).await.expect(400);
    let attempts = admin.get(&format!("/api/v1/saml_attempts?sso_strategy_id={}", made["id"])).await.expect(200);
    assert_eq!(attempts.json(), json!([]));
    let presets = admin.get("/api/v1/directory/attribute_presets").await.expect(200).json();
    assert_eq!(presets[0]["attributes"]["groups"], json!(["memberOf"]));
}

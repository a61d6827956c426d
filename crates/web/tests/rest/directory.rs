//! Directory connections, and the pages around them.

use serde_json::json;

use super::site::Site;

#[tokio::test]
async fn a_connection_is_made_changed_and_shown_on_the_sign_in_page() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let new = json!({
        "label": "JumpCloud",
        "provider": "jumpcloud",
        "provision_group_required": "staff, board",
        "saml_provider_issuer_url": "JumpCloud",
        "saml_provider_sso_target_url": "https://sso.jumpcloud.example/saml2/keyfold",
        "saml_provider_certificate": site.certificate(),
    });
    let made = admin.post("/api/rest/v1/sso_strategies", new).await.expect(201).json();
    assert_eq!(made["provision_group_required"], "staff,board");
    assert_eq!(made["saml_provider_cert_fingerprints"].as_array().expect("a list").len(), 1);
    let page = site.stranger().get("/api/v1/login_page").await.expect(200).json();
    assert_eq!(page["connections"][0]["label"], "JumpCloud");
    let path = format!("/api/rest/v1/sso_strategies/{}", made["id"]);
    let hidden = json!({ "display_on_login_page": false, "deprovision_behavior": "delete" });
    let changed = admin.patch(&path, hidden).await.expect(200).json();
    assert_eq!((&changed["label"], &changed["deprovision_behavior"]), (&json!("JumpCloud"), &json!("delete")));
    let page = site.stranger().get("/api/v1/login_page").await.expect(200).json();
    assert_eq!(page["connections"], json!([]));
    admin.delete(&path).await.expect(204);
    admin.get(&path).await.expect(404);
}

#[tokio::test]
async fn metadata_that_can_not_be_read_says_so_and_changes_nothing() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let made = admin.post("/api/rest/v1/sso_strategies", json!({ "label": "Okta" })).await.expect(201).json();
    let path = format!("/api/rest/v1/sso_strategies/{}", made["id"]);
    for broken in ["<EntityDescriptor", "<a/>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"] {
        let change = json!({ "label": "Changed", "saml_provider_metadata_content": broken });
        let answer = admin.patch(&path, change).await.expect(400);
        assert!(answer.text.contains("saml_provider_metadata_content"), "{}", answer.text);
    }
    assert_eq!(admin.get(&path).await.expect(200).json()["label"], "Okta");
}

#[tokio::test]
async fn an_api_that_is_not_there_answers_in_its_own_form() {
    let site = Site::new().await;
    let admin = site.admin().await;
    admin.get("/api/rest/v1/nonsense").await.expect(404).assert_error("not-found");
    site.stranger()
        .get("/api/rest/v1/bundles")
        .await
        .expect(401)
        .assert_error("not-authenticated/authentication-required");
    for path in ["/api/rest/v1/bundles", "/api/rest/v1/partners/7"] {
        admin.get(path).await.expect(501).assert_error("not-implemented/not-built");
    }
    let document = site.stranger().get("/api/openapi.json").await.expect(200).json();
    assert_eq!(document["openapi"], "3.1.0");
}

#[tokio::test]
async fn every_answer_is_guarded_and_has_an_id_of_its_own() {
    let site = Site::new().await;
    let stranger = site.stranger().with("x-request-id", "forged");
    let (first, second) = (stranger.get("/healthz").await.expect(200), stranger.get("/api/v1/me").await.expect(401));
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    for answer in [first, second, stranger.get("/readyz").await.expect(200), stranger.get("/").await.expect(200)] {
        assert_ne!(answer.header("x-request-id"), "forged");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("strict-transport-security").starts_with("max-age="));
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
    }
}

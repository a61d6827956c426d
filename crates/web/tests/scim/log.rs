//! The row of each request in the SCIM log.

use serde_json::{Value, json};

use crate::site::Site;

#[tokio::test]
async fn a_row_says_who_asked_what_and_what_it_did() {
    let site = Site::new().await;
    let connection = site.connection("corp").await;
    let token = site.token(&connection).await;
    let client = site.client_with(token.secret.expose());
    let made = client.post("/Users?attributes=userName", json!({"userName": "ann", "password": "hush"})).await;
    let row = site.log().await.remove(0);
    let expected = [
        ("connection_id", json!(connection.id)),
        ("token_id", json!(token.token.id)),
        ("request_method", json!("POST")),
        ("request_path", json!("/Users")),
        ("query", json!("attributes=userName")),
        ("user_agent", json!("a test")),
        ("remote_ip", json!("127.0.0.1")),
        ("request_json", json!({"userName": "ann", "password": "***"})),
        ("http_response_code", json!(201)),
        ("response_json", made.body),
        ("effects", json!(["made user ann"])),
    ];
    for (name, value) in expected {
        assert_eq!(row[name], value, "{name}");
    }
}

#[tokio::test]
async fn effects_are_in_words() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let ann = client.user("ann").await;
    let path = format!("/Users/{ann}");
    client.put(&path, json!({"userName": "ann", "name": {"familyName": "Lee"}})).await;
    assert_eq!(site.effects().await, json!(["changed ann: name: set to {\"familyName\":\"Lee\"}"]));
    client.put(&path, json!({"userName": "ann", "name": {"familyName": "Lee"}})).await;
    assert_eq!(site.effects().await, json!(["nothing changed"]));
    let group = client.group("Finance", &[&ann]).await;
    assert_eq!(site.effects().await, json!(["made group Finance", "added ann to Finance"]));
    let path = format!("/Groups/{group}");
    client.put(&path, json!({"displayName": "Finance EU"})).await;
    assert_eq!(site.effects().await, json!(["renamed Finance to Finance EU"]));
    client.delete(&path).await;
    assert_eq!(site.effects().await, json!(["deleted group Finance EU"]));
}

#[tokio::test]
async fn refused_requests_are_there_too() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    client.user("ann").await;
    client.post("/Users", json!({"userName": "ANN"})).await.assert_error(409);
    client.get("/Users?filter=password%20eq%20%22hush%22").await;
    client.get("/Users?filter=password%20eq%20%22hush").await.assert_error(400);
    client.request(reqwest::Method::POST, "/Users").body("{hush").send().await.expect("an answer");
    let log = site.log().await;
    assert_eq!((&log[3]["http_response_code"], &log[3]["effects"]), (&json!(409), &json!(["nothing changed"])));
    assert_eq!(log[0]["request_json"], Value::Null, "what is no JSON is not kept");
    assert_eq!(log[2]["query"], "filter=password eq \"***\"");
    assert!(!json!(log).to_string().contains("hush"), "{log:?}");
}

#[tokio::test]
async fn strangers_have_one_row_a_minute_and_no_body() {
    let site = Site::new().await;
    let stranger = site.client_with("kfscim_unknown");
    for _ in 0..3 {
        stranger.post("/Users", json!({"userName": "ann"})).await.assert_error(401);
    }
    let log = site.log().await;
    assert_eq!(log.len(), 1);
    assert_eq!((&log[0]["http_response_code"], &log[0]["request_json"]), (&json!(401), &Value::Null));
    site.pass(60);
    stranger.get("/Users").await.assert_error(401);
    assert_eq!(site.log().await.len(), 2);
}

//! What is the same on every endpoint: methods, media types, sizes, errors, discovery.

use reqwest::Method;
use serde_json::json;

use crate::site::{BASE_URL, Site, read};

#[tokio::test]
async fn bodies_may_come_under_any_media_type_or_none() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let types = [
        Some("application/scim+json"),
        Some("application/json"),
        Some("application/scim+json; charset=UTF-8"),
        Some("application/json;charset=iso-8859-1"),
        None,
    ];
    for (index, media_type) in types.into_iter().enumerate() {
        let body = json!({"userName": format!("réne{index}@corp.example")}).to_string();
        let mut request = client.request(Method::POST, "/Users").body(body);
        if let Some(media_type) = media_type {
            request = request.header("content-type", media_type);
        }
        let made = read(request.send().await.expect("an answer")).await;
        assert_eq!(made.status, 201, "{media_type:?}: {}", made.body);
        assert_eq!(made.body["userName"], json!(format!("réne{index}@corp.example")));
    }
    let plain = client.request(Method::GET, "/Users").header("accept", "application/json").send().await;
    assert_eq!(read(plain.expect("an answer")).await.header("content-type"), "application/json");
}

#[tokio::test]
async fn what_cannot_be_read_is_a_scim_error() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let id = client.user("ann@corp.example").await;
    for body in ["{", "[]", "\"text\"", "", "{\"userName\": {}}", "{\"displayName\": \"x\"}", "\u{0}"] {
        for (method, path) in [(Method::POST, "/Users".to_owned()), (Method::PUT, format!("/Users/{id}"))] {
            let sent = client.request(method, &path).body(body).send().await.expect("an answer");
            read(sent).await.assert_error(400);
        }
    }
    for body in ["{", "{}", "{\"Operations\": []}", "{\"Operations\": [{\"op\": \"move\"}]}"] {
        let sent = client.request(Method::PATCH, &format!("/Users/{id}")).body(body).send().await.expect("an answer");
        read(sent).await.assert_error(400);
    }
    client.post("/Users", json!({"userName": "a\u{202e}b"})).await.assert_error(400);
    client.post("/Groups", json!({"displayName": "a\nb"})).await.assert_error(400);
    client.post("/Bulk", json!({})).await.assert_error(400);
}

#[tokio::test]
async fn bodies_have_a_size_of_their_own_on_each_endpoint() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let padded = |megabytes: usize, body: &str| format!("{body}{}", " ".repeat(megabytes * 1024 * 1024));
    for (path, megabytes, body, status) in [
        ("/Users", 1, "{\"userName\": \"ann\"}", 413),
        ("/Groups", 2, "{\"displayName\": \"Finance\"}", 201),
        ("/Groups", 16, "{\"displayName\": \"Design\"}", 413),
        ("/Bulk", 2, "{\"Operations\": []}", 200),
        ("/Bulk", 8, "{\"Operations\": []}", 413),
    ] {
        let sent = client.request(Method::POST, path).body(padded(megabytes, body)).send().await.expect("an answer");
        let answer = read(sent).await;
        assert_eq!(answer.status, status, "{path} {megabytes} MiB: {}", answer.body);
    }
    assert_eq!(client.get("/Users").await.body["totalResults"], 0);
}

#[tokio::test]
async fn unknown_places_and_methods_are_scim_errors() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    for path in ["", "/", "/users", "/Nothing", "/Users/a/b", "/Schemas/urn:nothing", "/ResourceTypes/Device"] {
        client.get(path).await.assert_error(404);
    }
    for (path, allowed) in [
        ("/Users", "GET, POST"),
        ("/Users/1", "GET, PUT, PATCH, DELETE"),
        ("/Bulk", "POST"),
        ("/.search", "POST"),
        ("/ServiceProviderConfig", "GET"),
        ("/ResourceTypes", "GET"),
        ("/ResourceTypes/User", "GET"),
        ("/Schemas", "GET"),
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            if !allowed.split(", ").any(|name| name == method) {
                let answer = client.send(method, path, None).await;
                answer.assert_error(405);
                assert_eq!(answer.header("allow"), allowed, "{method} {path}");
            }
        }
    }
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        client.send(method, "/Me", None).await.assert_error(501);
    }
}

#[tokio::test]
async fn discovery_says_what_is_there() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let config = client.get("/ServiceProviderConfig").await.body;
    assert_eq!(config["meta"]["location"], json!(format!("{BASE_URL}/ServiceProviderConfig")));
    assert_eq!(client.get("/ResourceTypes").await.body["totalResults"], 2);
    assert_eq!(client.get("/ResourceTypes/User").await.body["endpoint"], "/Users");
    let urn = "urn:ietf:params:scim:schemas:core:2.0:User";
    assert_eq!(client.get(&format!("/Schemas/{urn}")).await.body["id"], json!(urn));
    let head = client.request(Method::HEAD, "/Schemas").send().await.expect("an answer");
    assert_eq!(head.status(), 200);
    client.get("/Schemas?filter=id%20eq%20%22a%22").await.assert_error(403);
}

//! S16: every route by every credential. What the credential does not open is refused as 401 or 403, or as 404 what that
//! person may not know of, in the route's own error form.

use std::time::Duration;

use http::Method;
use keyfold_identity::{ConnectionSettings, DirectoryConnection, NewApiKey, PermissionSet, User};
use keyfold_model::{Clock as _, SiteRole, Timestamp};
use serde_json::{Value, json};

use super::{
    denial::{filled, routes},
    site::{Client, Site},
};

/// What is not refused to a member without any grant: their own things, and what asks for more before it decides. All else
/// is, so that a route that is added here is one that somebody has thought about.
const FOR_MEMBERS: [&str; 21] = [
    "GET /api/rest/v1/api_keys",
    "POST /api/rest/v1/api_keys",
    "GET /api/rest/v1/behaviors",
    "POST /api/rest/v1/behaviors",
    "POST /api/rest/v1/files/{path}",
    "GET /api/rest/v1/permissions",
    "POST /api/rest/v1/permissions",
    "GET /api/rest/v1/public_keys",
    "POST /api/rest/v1/public_keys",
    "DELETE /api/rest/v1/sessions",
    "GET /api/rest/v1/site",
    "GET /api/v1/approvals",
    "GET /api/v1/events",
    "GET /api/v1/me",
    "GET /api/v1/second_factors",
    "POST /api/v1/second_factors",
    "POST /api/v1/second_factors/recovery_codes",
    "POST /api/v1/second_factors/{id}/confirm",
    "POST /api/v1/second_factors/{id}/remove",
    "GET /api/v1/sessions/live",
    "POST /api/v1/sign_out",
];

/// Refused even to admins: only a browser whose person has just signed in at their directory in order to approve may.
const FOR_APPROVING_BROWSERS: [&str; 3] =
    ["POST /api/v1/approvals/confirm", "POST /api/v1/approvals/look", "POST /api/v1/approvals/refuse"];

/// Every SCIM endpoint.
const SCIM: [&str; 12] = [
    "/Users",
    "/Users/{id}",
    "/Users/.search",
    "/Groups",
    "/Groups/{id}",
    "/Groups/.search",
    "/.search",
    "/Bulk",
    "/Me",
    "/ServiceProviderConfig",
    "/ResourceTypes",
    "/Schemas",
];
const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// A directory with SCIM on.
async fn connection(site: &Site, label: &str) -> DirectoryConnection {
    let settings = ConnectionSettings {
        label: label.to_owned(),
        enabled: true,
        scim_enabled: true,
        ..ConnectionSettings::default()
    };
    site.identity.connections.create(&site.admin_right(), settings).await.expect("a connection")
}

/// A SCIM token of a connection that is good for this long.
async fn scim_token(site: &Site, connection: &DirectoryConnection, expires_at: Option<Timestamp>) -> String {
    let tokens = &site.identity.scim_tokens;
    let issued = tokens.create(&site.admin_right(), connection.id, "test".into(), expires_at).await.expect("a token");
    issued.secret.expose().clone()
}

async fn api_key(site: &Site, user: &User, expires_at: Option<Timestamp>) -> String {
    let new = NewApiKey {
        name: "test".into(),
        permission_set: PermissionSet::Full,
        path: None,
        interfaces: Vec::new(),
        expires_at,
    };
    let custody = site.admin_right().custody_of(user.id);
    site.identity.api_keys.create(&custody, new).await.expect("a key").secret.expose().clone()
}

/// A request to a route as its document describes it, with every parameter and member that it requires.
fn request(client: &Client, document: &Value, method: &str, path: &str) -> reqwest::RequestBuilder {
    let operation = &document["paths"][path][method];
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let required = parameters.filter(|one| one["in"] == "query" && one["required"] == true);
    let query: Vec<(String, String)> = required
        .map(|one| (one["name"].as_str().expect("a name").to_owned(), text(&example(document, &one["schema"]))))
        .collect();
    let body = example(document, &operation["requestBody"]["content"]["application/json"]["schema"]);
    let method = method.to_uppercase().parse().expect("a method");
    client.request(method, &filled(path)).query(&query).json(&body)
}

/// The smallest value that a schema takes.
fn example(document: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return example(document, &document["components"]["schemas"][name]);
    }
    if let Some(first) = schema["enum"].get(0).or_else(|| schema["oneOf"][0]["enum"].get(0)) {
        return first.clone();
    }
    match schema["type"].as_str() {
        Some("integer" | "number") => json!(7),
        Some("boolean") => json!(true),
        Some("array") => json!([]),
        Some("string") => json!("7"),
        _ => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            required.map(|name| (name.to_owned(), example(document, &schema["properties"][name]))).collect()
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The status, and the body of a refusal: some others are streams without an end.
async fn answer_to(request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.expect("an answer");
    let status = answer.status().as_u16();
    let text = if status >= 400 { answer.text().await.expect("a body") } else { String::new() };
    (status, serde_json::from_str(&text).unwrap_or_default())
}

/// An hour after which the site's clock has passed.
const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn s16_every_rest_route_by_every_credential() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (ann, member) = site.member("ann").await;
    let corp = connection(&site, "corp").await;
    let token = scim_token(&site, &corp, None).await;
    let soon = site.clock.now().after(HOUR);
    let expired = api_key(&site, &ann, Some(soon)).await;
    let revoked = api_key(&site, &ann, None).await;
    let custody = site.admin_right().custody_of(ann.id);
    let newest = site.identity.api_keys.of_user(ann.id).await.expect("keys").into_iter().max_by_key(|key| key.id);
    site.identity.api_keys.revoke(&custody, newest.expect("a key").id).await.expect("revoked");
    site.clock.advance(HOUR);
    let stranger = site.stranger();
    let refused = [
        ("none", stranger.clone()),
        ("expired", stranger.with("x-filesapi-key", &expired)),
        ("revoked", stranger.with("x-filesapi-key", &revoked)),
        ("a directory's token", stranger.with("authorization", &format!("Bearer {token}"))),
        ("a directory's token as a key", stranger.with("x-filesapi-key", &token)),
    ];
    let document = serde_json::to_value(keyfold_web::document()).expect("JSON");
    for route in routes().iter().filter(|route| !route.is_public) {
        let name = format!("{} {}", route.method, route.path);
        let ask = |client: &Client| {
            let method = route.method.as_str().to_lowercase();
            answer_to(request(client, &document, &method, &route.path))
        };
        for (credential, client) in &refused {
            let (status, body) = ask(client).await;
            assert_eq!(status, 401, "{name} by {credential}: {body}");
            assert_form(&body, status, "not-authenticated/");
        }
        let (status, body) = ask(&member).await;
        if !FOR_MEMBERS.contains(&name.as_str()) {
            assert!(matches!(status, 403 | 404), "{name} by a member: {status} {body}");
            assert_form(&body, status, "not-");
        }
        let (status, body) = ask(&admin).await;
        if FOR_APPROVING_BROWSERS.contains(&name.as_str()) {
            assert_eq!(body["type"], "not-authorized/fresh-sign-in-required", "{name} by an admin: {status} {body}");
        } else {
            assert!(!matches!(status, 401 | 403 | 500), "{name} by an admin: {status} {body}");
        }
    }
}

/// Asserts that it is an error in the API's form.
fn assert_form(body: &Value, status: u16, kind: &str) {
    assert!(body["type"].as_str().is_some_and(|found| found.starts_with(kind)), "{body}");
    assert_eq!(body["http-code"], status, "{body}");
}

#[tokio::test]
async fn s16_every_scim_endpoint_by_every_credential() {
    let site = Site::new().await;
    let (corp, other) = (connection(&site, "corp").await, connection(&site, "other").await);
    let admin = site.person("root", SiteRole::Admin).await;
    let ann = site.person("ann", SiteRole::Member).await;
    let soon = site.clock.now().after(HOUR);
    let expired = scim_token(&site, &corp, Some(soon)).await;
    let revoked = scim_token(&site, &corp, None).await;
    let tokens = site.identity.scim_tokens.of_connection(corp.id).await.expect("tokens");
    let newest = tokens.into_iter().max_by_key(|token| token.id).expect("a token");
    site.identity.scim_tokens.revoke(&site.admin_right(), newest.id).await.expect("revoked");
    let keys = [api_key(&site, &ann, None).await, api_key(&site, &admin, None).await];
    site.clock.advance(HOUR);
    let bearer = |token: &str| site.stranger().with("authorization", &format!("Bearer {token}"));
    let good = bearer(&scim_token(&site, &corp, None).await);
    let stranger = site.stranger();
    let refused = [
        ("none", stranger.clone()),
        ("expired", bearer(&expired)),
        ("revoked", bearer(&revoked)),
        ("a member's key", bearer(&keys[0])),
        ("a member's key as one", stranger.with("x-filesapi-key", &keys[0])),
        ("an admin's key", bearer(&keys[1])),
        ("an admin's key as one", stranger.with("x-filesapi-key", &keys[1])),
    ];
    for path in SCIM {
        for method in METHODS {
            for (credential, client) in &refused {
                let (status, body) = scim(client, &method, path).await;
                assert_eq!((status, &body["status"]), (401, &json!("401")), "{method} {path} by {credential}: {body}");
            }
        }
    }
    let made = scim_post(&good, "/Users", json!({"userName": "amy"})).await;
    let group = scim_post(&good, "/Groups", json!({"displayName": "Finance", "members": [{"value": made}]})).await;
    let others = bearer(&scim_token(&site, &other, None).await);
    for path in [format!("/Users/{made}"), format!("/Groups/{group}"), format!("/Users/{}", admin.scim_id)] {
        for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE] {
            let (status, body) = scim(&others, &method, &path).await;
            assert_eq!((status, &body["status"]), (404, &json!("404")), "{method} {path} by another's token: {body}");
        }
    }
    for path in [format!("/Users/{made}"), format!("/Groups/{group}")] {
        assert_eq!(scim(&good, &Method::GET, &path).await.0, 200, "{path} is as it was");
    }
}

/// A request to a SCIM endpoint, with a body that each of them takes.
async fn scim(client: &Client, method: &Method, path: &str) -> (u16, Value) {
    let body = json!({
        "userName": "x", "displayName": "x", "Operations": [{"op": "replace", "path": "displayName", "value": "x"}],
    });
    answer_to(client.request(method.clone(), &format!("/api/scim/v2{}", filled(path))).json(&body)).await
}

/// The id of what is made.
async fn scim_post(client: &Client, path: &str, body: Value) -> String {
    let made = client.post(&format!("/api/scim/v2{path}"), body).await.expect(201).json();
    made["id"].as_str().expect("an id").to_owned()
}

//! Every route refuses a stranger: the list of routes is the OpenAPI document's, so that a new one is asked, too.

use http::Method;
use keyfold_identity::PermissionSet;
use keyfold_model::SiteRole;

use super::site::{Answer, Client, Site};

/// The routes that anybody may call. A route that is added here is one that somebody has thought about.
/// Those below `sign_in` do nothing without what an earlier round has answered.
const PUBLIC: [&str; 8] = [
    "POST /api/rest/v1/sessions",
    "GET /api/v1/login_page",
    "GET /api/v1/setup",
    "POST /api/v1/setup",
    "POST /api/v1/sign_in/password",
    "POST /api/v1/sign_in/second_factor",
    "POST /api/v1/sign_in/second_factor/confirm",
    "POST /api/v1/sign_in/send_code",
];

/// What each route is asked with in the place of `{…}`.
const SOME_ID: &str = "7";

pub struct Route {
    pub method: Method,
    pub path: String,
    pub is_public: bool,
}

pub fn routes() -> Vec<Route> {
    let document = serde_json::to_value(keyfold_web::document()).expect("JSON");
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let is_public = operation["security"] == serde_json::json!([{}]);
            routes.push(Route { method, path: path.clone(), is_public });
        }
    }
    assert!(routes.len() > 60, "the document names every route");
    routes
}

/// A path with some id in the place of each `{…}`.
pub fn filled(path: &str) -> String {
    let mut path = path.to_owned();
    while let (Some(start), Some(end)) = (path.find('{'), path.find('}')) {
        path.replace_range(start..=end, SOME_ID);
    }
    path
}

async fn ask(client: &Client, route: &Route) -> Answer {
    Answer::read(client.request(route.method.clone(), &filled(&route.path))).await
}

#[test]
fn the_public_routes_are_those_that_were_meant_to_be() {
    let mut public: Vec<String> = routes()
        .iter()
        .filter(|route| route.is_public)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    public.sort();
    let mut meant = PUBLIC.map(str::to_owned);
    meant.sort();
    assert_eq!(public, meant);
}

#[tokio::test]
async fn every_route_refuses_a_stranger_and_proofs_that_are_none() {
    let site = Site::new().await;
    let stranger = site.stranger();
    let forgers = [
        (stranger.clone(), "not-authenticated/authentication-required"),
        (stranger.with("x-filesapi-key", "kf_0123456789abcdef"), "not-authenticated/invalid-credentials"),
        (stranger.with("x-filesapi-auth", "admin"), "not-authenticated/invalid-session"),
        (stranger.with("cookie", "__Host-keyfold_session=admin"), "not-authenticated/invalid-session"),
        (stranger.with("remote-user", "admin"), "not-authenticated/authentication-required"),
        (stranger.with("x-forwarded-user", "admin"), "not-authenticated/authentication-required"),
        (stranger.with("authorization", "Basic YWRtaW46YWRtaW4="), "not-authenticated/authentication-required"),
    ];
    for route in routes().iter().filter(|route| !route.is_public) {
        for (forger, expected) in &forgers {
            let answer = ask(forger, route).await.expect(401);
            answer.assert_error(expected);
        }
    }
}

#[tokio::test]
async fn a_revoked_key_opens_nothing() {
    let site = Site::new().await;
    let admin = site.person("admin", SiteRole::Admin).await;
    let client = site.client_of(&admin, PermissionSet::Full).await;
    client.get("/api/v1/me").await.expect(200);
    let key = site.identity.api_keys.of_user(admin.id).await.expect("keys").remove(0);
    client.delete(&format!("/api/rest/v1/api_keys/{}", key.id)).await;
    client.get("/api/v1/me").await.expect(401).assert_error("not-authenticated/invalid-credentials");
}

#[tokio::test]
async fn a_member_is_refused_what_is_for_admins() {
    let site = Site::new().await;
    let _admin = site.admin().await;
    let (_, member) = site.member("ann").await;
    for path in [
        "/api/rest/v1/users",
        "/api/rest/v1/groups",
        "/api/rest/v1/sso_strategies",
        "/api/rest/v1/scim_logs",
        "/api/rest/v1/history",
        "/api/v1/scim_tokens?sso_strategy_id=1",
        "/api/v1/seats",
        "/api/v1/seats/people",
        "/api/v1/seats/export",
        "/api/v1/mail",
        "/api/v1/mail/messages",
        "/api/v1/directory/why?name=ann",
        "/api/v1/directory/1/check",
        "/api/v1/directory/1/powers",
        "/api/v1/directory/1/preview",
        "/api/v1/audit/verify",
        "/api/v1/audit/export",
    ] {
        member.get(path).await.expect(403).assert_error("not-authorized/site-admin-required");
    }
}

#[tokio::test]
async fn a_read_only_admin_sees_and_changes_nothing() {
    let site = Site::new().await;
    let _admin = site.admin().await;
    let auditor = site.person("auditor", SiteRole::ReadOnlyAdmin).await;
    let auditor = site.client_of(&auditor, PermissionSet::Full).await;
    auditor.get("/api/rest/v1/users").await.expect(200);
    auditor.get("/api/rest/v1/history").await.expect(200);
    let new = serde_json::json!({ "username": "eve", "name": "Eve" });
    auditor.post("/api/rest/v1/users", new).await.expect(403).assert_error("not-authorized/site-admin-required");
    auditor.post("/api/rest/v1/folders/finance", serde_json::json!({})).await.expect(403);
    auditor.get("/api/rest/v1/files/finance/report.txt").await.expect(404);
}

#[tokio::test]
async fn a_key_for_files_alone_administers_nothing() {
    let site = Site::new().await;
    let admin = site.person("admin", SiteRole::Admin).await;
    let limited = site.client_of(&admin, PermissionSet::FilesOnly).await;
    limited.folder("finance").await;
    limited.get("/api/rest/v1/users").await.expect(403);
    limited.post("/api/rest/v1/api_keys", serde_json::json!({ "name": "more" })).await.expect(403);
}

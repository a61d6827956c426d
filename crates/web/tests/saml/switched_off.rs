//! S14: whom the directory switched off or deleted over SCIM, a valid answer of the same directory lets in no more.

use http::{Method, StatusCode};
use keyfold_model::Secret;
use keyfold_testkit::idp::forgery::Scene;
use serde_json::{Value, json};

use crate::site::{SESSION, Site};

/// A request of the directory's SCIM client, which succeeds.
async fn scim(site: &Site, token: &Secret<String>, method: Method, path: &str, body: Option<&Value>) -> Value {
    let request = reqwest::Client::new().request(method, site.url(&format!("/api/scim/v2{path}")));
    let request = request.bearer_auth(token.expose()).body(body.map(Value::to_string).unwrap_or_default());
    let answer = request.send().await.expect("an answer");
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    let text = answer.text().await.expect("a body");
    serde_json::from_str(&text).unwrap_or_default()
}

#[tokio::test]
async fn s14_a_valid_answer_after_scim_switched_the_person_off_gets_a_refusal_and_no_account() {
    let off = json!({"Operations": [{"op": "Replace", "path": "active", "value": "False"}]});
    let put = json!({"userName": Scene::PERSON, "active": false});
    let ways = [(Method::PATCH, Some(&off)), (Method::PUT, Some(&put)), (Method::DELETE, None)];
    for (method, body) in ways {
        // With SCIM on there is no JIT; switched off later, there is.
        for jit in [false, true] {
            let site = Site::new().await;
            let directory = site.directory().await;
            let token = site.scim_token(&directory).await;
            let new = json!({"userName": Scene::PERSON, "emails": [{"value": "AMY@Example.COM", "primary": true}]});
            let amy = scim(&site, &token, Method::POST, "/Users", Some(&new)).await;
            let path = format!("/Users/{}", amy["id"].as_str().expect("an id"));
            scim(&site, &token, method.clone(), &path, body).await;
            site.set(&directory, move |settings| settings.scim_enabled = !jit).await;
            let before = site.users().await;
            for name_id in [Scene::PERSON, "AMY@Example.COM", "Amy@example.com"] {
                let mut browser = site.browser();
                let request = browser.ask(&format!("/saml/login/{}", directory.id)).await;
                let mut answer = site.answer().in_response_to(&request.id);
                answer.name_id_xml = name_id.to_owned();
                let reply = browser.post(&site.scene.idp.respond(&answer).expect("a Response"), None).await;
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{method} {name_id}: {}", reply.body);
                assert!(reply.body.contains("Your account is switched off"), "{}", reply.body);
                assert!(!browser.cookies.contains_key(SESSION));
                assert_eq!(site.last_failure().await, "disabled");
            }
            assert!(site.identity.sign_ins.all().is_empty(), "no session");
            assert_eq!(site.users().await, before, "nobody was made");
            site.set(&directory, |settings| settings.scim_enabled = true).await;
            let seen = scim(&site, &token, Method::GET, "/Users", None).await;
            let alive = seen["Resources"].as_array().expect("a list").iter().filter(|one| one["active"] == true);
            assert_eq!(alive.count(), 0, "nobody was revived");
        }
    }
}

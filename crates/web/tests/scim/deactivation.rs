//! Who is switched off has no session when the answer comes.

use keyfold_identity::{NewApiKey, Origin, PermissionSet, Session, User};
use keyfold_model::Interface;
use serde_json::{Value, json};

use crate::site::{Client, Site};

/// Somebody of the directory who is signed in, by an API key.
async fn signed_in(site: &Site, client: &Client, login: &str) -> (String, User, Session) {
    let id = client.user(login).await;
    let user = site.identity.users.find_by_login(login).await.expect("the database").expect("the user");
    let custody = site.admin().custody_of(user.id);
    let key = NewApiKey {
        name: "test".into(),
        permission_set: PermissionSet::Full,
        path: None,
        interfaces: Vec::new(),
        expires_at: None,
    };
    let key = site.identity.api_keys.create(&custody, key).await.expect("a key");
    let origin = Origin {
        interface: Interface::RestApi,
        remote_ip: std::net::Ipv4Addr::LOCALHOST.into(),
        client: "a test".into(),
    };
    let session = site.identity.authenticator.api_key(None, &key.secret, origin).await.expect("a session");
    assert!(session.is_alive());
    (id, user, session)
}

#[tokio::test]
async fn each_way_cuts_before_the_answer_and_the_log_says_so() {
    let ways: [(&str, Option<Value>, &str); 4] = [
        ("PUT", Some(json!({"userName": "ann@corp.example", "active": false})), "switched off"),
        ("PATCH", Some(json!({"Operations": [{"op": "replace", "value": {"active": false}}]})), "switched off"),
        ("PATCH", Some(json!({"Operations": [{"op": "remove", "path": "active"}]})), "switched off"),
        ("DELETE", None, "deleted"),
    ];
    for (method, body, verb) in ways {
        let site = Site::new().await;
        let client = site.client("corp").await;
        let (id, user, session) = signed_in(&site, &client, "ann@corp.example").await;
        let answer = client.send(method, &format!("/Users/{id}"), body.as_ref()).await;
        assert!(answer.status < 300, "{method}: {}", answer.body);
        assert!(!session.is_alive(), "{method} cuts");
        assert!(session.gate().pass().is_none(), "no byte follows");
        assert!(site.identity.sign_ins.of(user.id).is_empty());
        assert_eq!(site.effects().await, json!([format!("{verb} ann@corp.example: cut 1 session")]));
    }
}

#[tokio::test]
async fn who_is_switched_on_again_has_no_session() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let (id, _, session) = signed_in(&site, &client, "ann@corp.example").await;
    let path = format!("/Users/{id}");
    for active in [false, true] {
        client.patch(&path, json!([{"op": "Replace", "path": "active", "value": active.to_string()}])).await;
    }
    assert!(!session.is_alive());
    assert_eq!(site.effects().await, json!(["switched on ann@corp.example"]));
    assert_eq!(client.get(&path).await.body["active"], true);
}

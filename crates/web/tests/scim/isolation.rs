//! What a token opens, and what it doesn't: S15 and S16 of the security catalogue.

use std::time::Duration;

use keyfold_identity::NewUser;
use keyfold_model::{LoginName, Secret, SiteRole};
use serde_json::{Value, json};

use crate::site::Site;

#[tokio::test]
async fn s15_an_external_id_is_never_one_of_ours() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let first = client.user("ann@corp.example").await;
    let local = NewUser {
        login: LoginName::parse("root@corp.example").expect("a name"),
        display_name: None,
        email: Some("root@corp.example".into()),
        role: SiteRole::Admin,
        password: Some(Secret::from("correct horse battery")),
    };
    let root = site.identity.users.create(&site.admin(), local).await.expect("an admin");
    let claims = ["1".to_owned(), "admin".to_owned(), root.id.to_string(), root.scim_id.to_string(), first.clone()];
    for (index, external_id) in claims.iter().enumerate() {
        let body = json!({
            "userName": format!("new{index}@corp.example"), "externalId": external_id,
            "emails": [{"value": "root@corp.example", "primary": true}],
            "roles": [{"value": "admin"}], "password": "chosen by the directory", "id": first,
        });
        let made = client.post("/Users", body).await;
        let id = made.id();
        assert!(id != first && id != root.scim_id.to_string(), "an unrelated person");
        assert_eq!(made.body["externalId"], json!(external_id));
        let account = site.identity.users.find_by_login(&format!("new{index}@corp.example")).await;
        let account = account.expect("the database").expect("the account");
        assert_eq!((account.role, account.password_hash), (SiteRole::Member, None), "no power, no password");
    }
    let unchanged = site.identity.users.find(root.id).await.expect("the database").expect("the admin");
    assert_eq!(unchanged, root);
    client.get(&format!("/Users/{}", root.scim_id)).await.assert_error(404);
    assert_eq!(client.get("/Users?filter=userName%20sw%20%22root%22").await.body["totalResults"], 0);
}

#[tokio::test]
async fn s15_a_directory_has_no_word_on_local_accounts_power_or_passwords() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let local = NewUser {
        login: LoginName::parse("root").expect("a name"),
        display_name: None,
        email: Some("root@corp.example".into()),
        role: SiteRole::Admin,
        password: Some(Secret::from("correct horse battery")),
    };
    let root = site.identity.users.create(&site.admin(), local).await.expect("an admin");
    let path = format!("/Users/{}", root.scim_id);
    let off = json!([{"op": "replace", "value": {"active": false, "userName": "taken"}}]);
    client.get(&path).await.assert_error(404);
    client.patch(&path, off).await.assert_error(404);
    client.put(&path, json!({"userName": "root", "active": false})).await.assert_error(404);
    client.delete(&path).await.assert_error(404);
    client.post("/Users", json!({"userName": "ROOT"})).await.assert_error(409);
    let group = client.group("Staff", &[&root.scim_id.to_string()]).await;
    assert!(client.members(&group).await.is_empty(), "a local person joins no group of a directory by its word");
    let unchanged = site.identity.users.find(root.id).await.expect("the database").expect("the admin");
    assert_eq!(unchanged, root);

    let ann = client.user("ann").await;
    let path = format!("/Users/{ann}");
    for claim in [
        json!({"roles": [{"value": "admin", "primary": true}]}),
        json!({"userType": "admin", "entitlements": [{"value": "site_admin"}]}),
        json!({"role": "admin", "site_admin": true, "siteAdmin": true, "admin": "True", "partner_id": 1}),
        json!({"password": "chosen by the directory", "password_hash": "$argon2id$x"}),
        json!({"disabled_here": false, "connection_id": null, "totp": "x", "x509Certificates": [{"value": "TUlJ"}]}),
        json!({"emails": [{"value": "root@corp.example", "primary": true}], "externalId": root.id.to_string()}),
    ] {
        let mut whole = claim.clone();
        whole["userName"] = "ann".into();
        assert_eq!(client.patch(&path, json!([{"op": "replace", "value": claim}])).await.status, 200);
        assert_eq!(client.put(&path, whole).await.status, 200);
        let account = site.identity.users.find_by_login("ann").await.expect("the database").expect("the account");
        assert_eq!((account.role, account.partner, account.password_hash), (SiteRole::Member, None, None), "{claim}");
        assert!(account.connection.is_some() && !account.disabled_here, "{claim}");
    }
}

#[tokio::test]
async fn a_name_that_anybody_has_is_a_clash() {
    let site = Site::new().await;
    let (client, other) = (site.client("corp").await, site.client("other").await);
    client.user("Ann@corp.example").await;
    client.group("Finance", &[]).await;
    for client in [&client, &other] {
        let clash = client.post("/Users", json!({"userName": "ANN@CORP.EXAMPLE"})).await;
        clash.assert_error(409);
        assert_eq!(clash.body["scimType"], "uniqueness");
        client.post("/Groups", json!({"displayName": "finance"})).await.assert_error(409);
    }
    let bo = client.user("bo@corp.example").await;
    client.put(&format!("/Users/{bo}"), json!({"userName": "ann@corp.example"})).await.assert_error(409);
    let rename = json!([{"op": "replace", "path": "userName", "value": "ann@corp.example"}]);
    client.patch(&format!("/Users/{bo}"), rename).await.assert_error(409);
    assert_eq!(client.get(&format!("/Users/{bo}")).await.body["userName"], "bo@corp.example");
}

#[tokio::test]
async fn s16_another_connection_sees_nothing() {
    let site = Site::new().await;
    let (client, other) = (site.client("corp").await, site.client("other").await);
    let ann = client.user("ann@corp.example").await;
    let group = client.group("Finance", &[&ann]).await;
    let (user_path, group_path) = (format!("/Users/{ann}"), format!("/Groups/{group}"));
    let bodies: [(&str, Option<Value>, Option<Value>); 4] = [
        ("GET", None, None),
        ("PUT", Some(json!({"userName": "x@corp.example"})), Some(json!({"displayName": "x"}))),
        (
            "PATCH",
            Some(json!({"Operations": [{"op": "replace", "path": "active", "value": false}]})),
            Some(json!({"Operations": [{"op": "remove", "path": "members"}]})),
        ),
        ("DELETE", None, None),
    ];
    for (method, user, group) in &bodies {
        other.send(method, &user_path, user.as_ref()).await.assert_error(404);
        other.send(method, &group_path, group.as_ref()).await.assert_error(404);
    }
    for list in ["/Users", "/Groups"] {
        assert_eq!(other.get(list).await.body["totalResults"], 0);
    }
    let theirs = other.group("Theirs", &[&ann]).await;
    assert!(other.members(&theirs).await.is_empty(), "a stranger to the connection is no member");
    assert_eq!(client.get(&user_path).await.body["active"], true);
    assert_eq!(client.members(&group).await, [ann]);
}

#[tokio::test]
async fn s16_every_endpoint_wants_a_token_that_is_good_now() {
    let site = Site::new().await;
    let connection = site.connection("corp").await;
    let (revoked, expiring) = (site.token(&connection).await, site.token(&connection).await);
    let good = site.client_with(site.token(&connection).await.secret.expose());
    let ann = good.user("ann@corp.example").await;
    site.identity.scim_tokens.revoke(&site.admin(), revoked.token.id).await.expect("revoked");
    let soon = site.now().after(Duration::from_secs(60));
    site.identity.scim_tokens.set_expiry(&site.admin(), expiring.token.id, soon).await.expect("moved");
    site.pass(60);
    let tokens = [revoked.secret.expose().as_str(), expiring.secret.expose(), "kfscim_unknown", ""];
    let paths = [
        "/Users",
        "/Groups",
        "/.search",
        "/Bulk",
        "/Me",
        "/ServiceProviderConfig",
        "/ResourceTypes",
        "/Schemas",
        "/nowhere",
        &format!("/Users/{ann}"),
    ];
    for token in tokens {
        for path in paths {
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                let answer = site.client_with(token).send(method, path, Some(&json!({}))).await;
                answer.assert_error(401);
                assert!(answer.header("www-authenticate").starts_with("Bearer"), "{method} {path}");
            }
        }
    }
    let basic = good.request(reqwest::Method::GET, "/Users").header("authorization", "Basic YTpi").send().await;
    assert_eq!(basic.expect("an answer").status(), 401);
    assert_eq!(good.get(&format!("/Users/{ann}")).await.status, 200, "the others are as good as before");
}

#[tokio::test]
async fn a_connection_that_is_switched_off_lets_nobody_in() {
    let site = Site::new().await;
    let connection = site.connection("corp").await;
    let client = site.client_with(site.token(&connection).await.secret.expose());
    assert_eq!(client.get("/Users").await.status, 200);
    let connections = &site.identity.connections;
    let off = connections.update(&site.admin(), connection.id, |settings| settings.scim_enabled = false).await;
    off.expect("switched off");
    client.get("/Users").await.assert_error(401);
}

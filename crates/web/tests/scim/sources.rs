//! S17: a PATCH changes nothing silently, and a source takes away only its own word.

use keyfold_identity::{GroupPower, MembershipOrigin};
use serde_json::{Value, json};

use crate::site::{Client, Site};

/// Operations on the edge, on a person.
fn on_user() -> Vec<Value> {
    vec![
        json!({"op": "replace", "value": {}}),
        json!({"op": "replace", "value": {"active": null, "userName": null, "emails": null}}),
        json!({"op": "replace", "path": "emails", "value": []}),
        json!({"op": "add", "path": "emails", "value": [{"value": "ann@mail.example", "type": "work", "primary": true}]}),
        json!({"op": "replace", "path": "emails[type eq \"home\"].value", "value": "new@mail.example"}),
        json!({"op": "remove", "path": "emails[type eq \"nowhere\"]"}),
        json!({"op": "remove", "path": "emails[type eq \"work\"]"}),
        json!({"op": "remove", "path": "title"}),
        json!({"op": "replace", "path": "title", "value": null}),
        json!({"op": "Replace", "path": "name", "value": {"familyName": "Lee"}}),
        json!({"op": "add", "path": "name.familyName", "value": "Lee"}),
        json!({"op": "remove", "path": "name"}),
        json!({"op": "replace", "path": "active", "value": "perhaps"}),
        json!({"op": "replace", "path": "active", "value": ["False"]}),
        json!({"op": "replace", "path": "active", "value": "TRUE"}),
        json!({"op": "replace", "path": "id", "value": "another"}),
        json!({"op": "replace", "path": "meta.version", "value": "W/\"9\""}),
        json!({"op": "replace", "path": "groups", "value": [{"value": "admins"}]}),
        json!({"op": "replace", "path": "password", "value": "p"}),
        json!({"op": "replace", "path": "shoeSize", "value": 7}),
        json!({"op": "remove", "path": "userName"}),
        json!({"op": "remove"}),
        json!({"op": "move", "path": "title"}),
        json!({"op": "add", "path": "title"}),
        json!({"op": "replace", "path": "emails[", "value": "x"}),
        json!({"op": "replace", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "X"}),
        json!({"op": "replace", "value": {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"division": "Y"}}}),
        json!({"op": "remove", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}),
    ]
}

/// Operations on the edge, on a group of Ann and Bo.
fn on_group(ann: &str, bo: &str, cy: &str) -> Vec<Value> {
    vec![
        json!({"op": "add", "path": "members", "value": [{"value": ann}]}),
        json!({"op": "add", "path": "members", "value": [{"value": cy}, {"value": cy}]}),
        json!({"op": "remove", "path": "members", "value": [{"value": cy}]}),
        json!({"op": "remove", "path": "members", "value": [{"value": cy}]}),
        json!({"op": "remove", "path": format!("members[value eq \"{cy}\"]")}),
        json!({"op": "remove", "path": "members[value eq \"nobody\"]"}),
        json!({"op": "remove", "path": "members[shoeSize eq 7]"}),
        json!({"op": "add", "path": "members", "value": [{"value": "nobody"}]}),
        json!({"op": "add", "path": "members", "value": [{"display": "no id"}]}),
        json!({"op": "add", "path": "members", "value": []}),
        json!({"op": "add", "path": "members", "value": 7}),
        json!({"op": "replace", "value": {"members": null, "displayName": "Finance"}}),
        json!({"op": "replace", "path": "members", "value": [{"value": bo}, {"value": ann}]}),
        json!({"op": "replace", "path": "displayName", "value": "finance"}),
        json!({"op": "replace", "path": "displayName", "value": ""}),
        json!({"op": "remove", "path": "displayName"}),
        json!({"op": "replace", "path": "externalId", "value": "g-1"}),
        json!({"op": "remove", "path": "externalId"}),
        json!({"op": "replace", "path": "shoeSize", "value": 7}),
        json!({"op": "remove", "path": "members"}),
    ]
}

/// What is refused changes nothing; what is taken says in the log what it did, and where it did nothing, that.
async fn check(site: &Site, client: &Client, path: &str, operations: Vec<Value>) {
    for operation in operations {
        let before = client.get(path).await;
        let answer = client.patch(path, json!([operation])).await;
        let said = site.effects().await;
        let after = client.get(path).await;
        let is_same = before.body == after.body;
        assert_eq!(before.header("etag") == after.header("etag"), is_same, "{operation}: a version for each change");
        let effects: Vec<&str> = said.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert!(!effects.is_empty(), "{operation}: nothing is silent");
        let told = effects.iter().any(|effect| !effect.starts_with("skipped") && *effect != "nothing changed");
        assert_eq!(told, !is_same, "{operation}: {said}");
        if answer.status >= 300 {
            answer.assert_error(400);
            assert!(is_same, "{operation} was refused");
            assert!(answer.body["scimType"].is_string(), "{operation}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn s17_no_operation_changes_anything_silently() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let person = json!({
        "userName": "ann", "title": "Lead", "name": {"givenName": "Ann"},
        "emails": [{"value": "ann@mail.example", "type": "work", "primary": true}],
    });
    let ann = client.post("/Users", person).await.id();
    let (bo, cy) = (client.user("bo").await, client.user("cy").await);
    let group = client.group("Finance", &[&ann, &bo]).await;
    check(&site, &client, &format!("/Users/{ann}"), on_user()).await;
    check(&site, &client, &format!("/Groups/{group}"), on_group(&ann, &bo, &cy)).await;
}

#[tokio::test]
async fn s17_every_membership_has_its_source_which_takes_away_only_its_own() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let (ann, bo) = (client.user("ann").await, client.user("bo").await);
    let group = client.group("Finance", &[&ann]).await;
    let here = site.identity.groups.find_by_name("Finance").await.expect("the database").expect("the group");
    let account = |login: &'static str| {
        let users = site.identity.users.clone();
        async move { users.find_by_login(login).await.expect("the database").expect("the account").id }
    };
    let (ann_here, bo_here) = (account("ann").await, account("bo").await);
    let memberships = &site.identity.memberships;
    for user in [ann_here, bo_here] {
        memberships.add(&site.admin(), user, here.id, GroupPower::Member).await.expect("added");
    }
    let sources = async |user| -> Vec<MembershipOrigin> {
        memberships.of_user(user).await.expect("the database").iter().map(|one| one.origin).collect()
    };
    assert_eq!(sources(ann_here).await, [MembershipOrigin::Manual, MembershipOrigin::Scim]);
    assert_eq!(client.members(&group).await, std::slice::from_ref(&ann), "SCIM sees its own word alone");
    // Whatever way the directory takes its word back, the administrator's stays.
    for operation in [
        json!({"op": "remove", "path": format!("members[value eq \"{ann}\"]")}),
        json!({"op": "remove", "path": "members", "value": [{"value": bo}]}),
        json!({"op": "replace", "path": "members", "value": []}),
        json!({"op": "remove", "path": "members"}),
    ] {
        let add = json!([{"op": "add", "path": "members", "value": [{"value": ann}]}]);
        client.patch(&format!("/Groups/{group}"), add).await;
        client.patch(&format!("/Groups/{group}"), json!([operation])).await;
        assert!(sources(ann_here).await.contains(&MembershipOrigin::Manual), "{operation}");
        assert_eq!(sources(bo_here).await, [MembershipOrigin::Manual], "{operation}");
    }
    assert_eq!(sources(ann_here).await, [MembershipOrigin::Manual]);
    memberships.remove(&site.admin(), ann_here, here.id).await.expect("removed");
    assert!(sources(ann_here).await.is_empty());
}

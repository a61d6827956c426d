//! POST and PUT bodies of groups, and their rendering.

use keyfold_scim::{Group, GroupBody, Member, ResourceType};
use serde_json::{Value, json};

use crate::provider::meta;

fn parsed(body: Value) -> GroupBody {
    GroupBody::parse(&body).unwrap_or_else(|error| panic!("{body}: {error}"))
}

#[test]
fn bodies() {
    for (body, external_id, members) in [
        (json!({"displayName": "Finance"}), None, None),
        (json!({"DISPLAYNAME": "Finance", "Members": [], "externalId": null}), None, None),
        (json!({"displayName": "Finance", "members": null, "externalId": "x"}), Some("x"), None),
        (
            json!({"displayName": "Finance", "members": [{"value": "a"}, {"VALUE": "b", "display": "B"},
                {"value": "a"}]}),
            None,
            Some(vec!["a", "b"]),
        ),
        (
            json!({"displayName": "Finance", "members": ["a", {"$ref": "https://h/Users/b", "value": null}, {}, null,
                7]}),
            None,
            Some(vec!["a", "b"]),
        ),
        (json!({"displayName": "Finance", "members": {"value": "a"}}), None, Some(vec!["a"])),
    ] {
        let group = parsed(body.clone());
        assert_eq!(group.display_name, "Finance");
        assert_eq!(group.external_id.as_deref(), external_id, "{body}");
        let ids = group.members.as_ref().map(|ids| ids.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(ids, members, "{body}");
    }
}

#[test]
fn refusals() {
    for (body, status) in [
        (json!("x"), 400),
        (json!({}), 400),
        (json!({"displayName": ""}), 400),
        (json!({"displayName": "x", "members": 7}), 400),
        (json!({"displayName": "x", "members": vec!["m"; 100_001]}), 413),
    ] {
        assert_eq!(GroupBody::parse(&body).unwrap_err().status, status);
    }
}

#[test]
fn sixty_thousand_members_are_taken() {
    let ids: Vec<String> = (0..60_000).map(|number| format!("m{number}")).collect();
    assert_eq!(parsed(json!({"displayName": "All", "members": ids.clone()})).members, Some(ids));
}

#[test]
fn put_keeps_the_external_id() {
    let before = Group { display_name: "Finance".into(), external_id: Some("x".into()) };
    let after = parsed(json!({"displayName": "Finance EU"})).replace(&before);
    assert_eq!(after, Group { display_name: "Finance EU".into(), external_id: Some("x".into()) });
}

#[test]
fn rendered_with_and_without_members() {
    let group = Group { display_name: "Finance".into(), external_id: Some("x".into()) };
    let member = Member {
        id: "u1".into(),
        resource_type: ResourceType::User,
        location: "https://files.example/Users/u1".into(),
        display: Some("Ann".into()),
    };
    let rendered = group.render(&meta(ResourceType::Group, "g1"), Some(&[member]));
    assert_eq!(rendered["schemas"], json!(["urn:ietf:params:scim:schemas:core:2.0:Group"]));
    assert_eq!(
        rendered["members"],
        json!([{"value": "u1", "$ref": "https://files.example/Users/u1", "type": "User", "display": "Ann"}])
    );
    assert_eq!(rendered["meta"]["location"], "https://files.example/Groups/g1");
    let without = group.render(&meta(ResourceType::Group, "g1"), None);
    assert_eq!(without.get("members"), None);
    assert_eq!(without["externalId"], "x");
}

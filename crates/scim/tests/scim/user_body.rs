//! POST and PUT bodies of users, and their rendering.

use keyfold_scim::schema::enterprise::URN as ENTERPRISE;
use keyfold_scim::{GroupReference, ResourceType, User, UserBody};
use serde_json::{Value, json};

use crate::provider::meta;

fn created(body: &Value) -> User {
    UserBody::parse(body).unwrap().create()
}

fn check_created(body: Value, expected: Value) {
    assert_eq!(Value::from(created(&body)), expected, "{body}");
}

fn check_refused(body: Value, part: &str) {
    let error = UserBody::parse(&body).unwrap_err();
    assert!((400..500).contains(&error.status) && error.detail.contains(part), "{body}: {error}");
}

#[test]
fn bodies_are_brought_into_canonical_form() {
    check_created(json!({"userName": "a"}), json!({"userName": "a", "active": true}));
    check_created(
        json!({"USERNAME": "a", "Name": {"GIVENNAME": "A"}, "Active": "False"}),
        json!({"userName": "a", "name": {"givenName": "A"}, "active": false}),
    );
    check_created(json!({"userName": "a", "active": [{"value": "True"}]}), json!({"userName": "a", "active": true}));
    check_created(
        json!({"userName": "a", "emails": null, "roles": [], "title": "", "name": {}, "addresses": [{}, null],
            "active": null}),
        json!({"userName": "a", "active": true}),
    );
    check_created(
        json!({"userName": "a", "password": "p", "id": "x", "groups": [{"value": "g"}], "meta": {"version": "1"},
            "shoeSize": 46}),
        json!({"userName": "a", "active": true}),
    );
    check_created(
        json!({"userName": "a", "roles": ["admin", {"value": "ops", "primary": "True", "weight": 3}],
            "emails": {"value": "a@b"}}),
        json!({"userName": "a", "active": true, "emails": [{"value": "a@b"}], "roles": [{"value": "admin"},
            {"value": "ops", "primary": true}]}),
    );
    check_created(
        json!({"userName": "a", ENTERPRISE: {"employeeNumber": 1042, "manager": "m1"},
            "urn:example:2.0:User": {"x": 1}}),
        json!({"userName": "a", "active": true, ENTERPRISE: {"employeeNumber": "1042", "manager": {"value": "m1"}}}),
    );
    check_created(
        json!({"userName": "a", "emails": [{"value": "1", "primary": true}, {"value": "2", "primary": true}]}),
        json!({"userName": "a", "active": true, "emails": [{"value": "1", "primary": true}, {"value": "2",
            "primary": false}]}),
    );
}

#[test]
fn refusals_name_the_attribute() {
    check_refused(json!([]), "JSON object");
    check_refused(json!({}), "`userName`");
    check_refused(json!({"userName": " "}), "`userName`");
    check_refused(json!({"userName": "a", "active": "maybe"}), "`active`");
    check_refused(json!({"userName": "a", "name": "Ann"}), "`name`");
    check_refused(json!({"userName": "a\0b"}), "null character");
    check_refused(json!({"userName": "a", "title": "x".repeat(100_000)}), "`title`");
    check_refused(json!({"userName": "a", "roles": vec!["r"; 501]}), "`roles`");
}

#[test]
fn put_clears_what_it_leaves_out_except_three() {
    let before = created(&json!({
        "userName": "ann", "externalId": "x1", "active": false, "title": "Lead", "emails": [{"value": "ann@corp.example"}],
        "name": {"givenName": "Ann", "familyName": "Lee"}, ENTERPRISE: {"department": "Finance"}
    }));
    let put = |body: Value| Value::from(UserBody::parse(&body).unwrap().replace(&before));
    let kept =
        json!({"externalId": "x1", "userName": "ann", "active": false, "emails": [{"value": "ann@corp.example"}]});
    assert_eq!(put(json!({"userName": "ann"})), kept);
    assert_eq!(
        put(json!({"userName": "ann", "externalId": null, "active": null, "emails": [], "title": null, "name": {},
                ENTERPRISE: {}})),
        kept
    );
    assert_eq!(
        put(json!({"userName": "anna", "externalId": "x2", "active": true, "emails": [{"value": "b@corp.example"}],
                "name": {"givenName": "Anna"}})),
        json!({"externalId": "x2", "userName": "anna", "name": {"givenName": "Anna"}, "active": true,
            "emails": [{"value": "b@corp.example"}]})
    );
}

#[test]
fn names_and_addresses_are_chosen() {
    for (body, display_name, email) in [
        (json!({"userName": "a"}), None, None),
        (json!({"userName": "a", "name": {"givenName": "Ann", "familyName": "Lee"}}), Some("Ann Lee"), None),
        (
            json!({"userName": "a", "name": {"formatted": "Lee, Ann"}, "emails": ["1", "2"]}),
            Some("Lee, Ann"),
            Some("1"),
        ),
        (
            json!({"userName": "a", "displayName": "Annie", "emails": [{"value": "1"}, {"value": "2",
                "type": "Work"}]}),
            Some("Annie"),
            Some("2"),
        ),
        (
            json!({"userName": "a", "emails": [{"type": "work", "value": "1"}, {"value": "2", "primary": true},
                {"primary": true, "type": "home"}]}),
            None,
            Some("2"),
        ),
    ] {
        let user = created(&body);
        assert_eq!(user.display_name().as_deref(), display_name, "{body}");
        assert_eq!(user.primary_email(), email, "{body}");
    }
}

#[test]
fn stored_text_reads_back_as_the_same_user() {
    let user = created(
        &json!({"userName": "ann", "emails": ["a@b"], ENTERPRISE: {"manager": {"value": "m", "displayName": "Max"}}}),
    );
    let stored = serde_json::to_string(&user).unwrap();
    assert_eq!(serde_json::from_str::<User>(&stored).unwrap(), user);
    assert!(serde_json::from_str::<User>("{}").is_err());
}

#[test]
fn rendered_with_what_the_server_knows() {
    let user = created(&json!({"userName": "ann", ENTERPRISE: {"department": "Finance"}}));
    let group = GroupReference {
        id: "g1".into(),
        location: "https://files.example/Groups/g1".into(),
        display: "Finance".into(),
    };
    let expected = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "id": "u1",
        "userName": "ann",
        "active": true,
        ENTERPRISE: {"department": "Finance"},
        "groups": [{"value": "g1", "$ref": "https://files.example/Groups/g1", "display": "Finance", "type": "direct"}],
        "meta": {
            "resourceType": "User",
            "created": "2026-01-31T08:00:00Z",
            "lastModified": "2026-02-01T09:30:00Z",
            "location": "https://files.example/Users/u1",
            "version": "W/\"1\""
        }
    });
    assert_eq!(user.render(&meta(ResourceType::User, "u1"), &[group]), expected);
    let plain = created(&json!({"userName": "ann"})).render(&meta(ResourceType::User, "u1"), &[]);
    assert_eq!(plain["schemas"], json!(["urn:ietf:params:scim:schemas:core:2.0:User"]));
    assert_eq!(plain.get("groups"), None);
}

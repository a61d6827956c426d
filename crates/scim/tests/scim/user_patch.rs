//! PATCH of users: operations in, the user or the refusal out.

use keyfold_scim::schema::enterprise::URN as ENTERPRISE;
use keyfold_scim::{PatchOp, Result, ScimType, User, UserBody, UserPatch};
use serde_json::{Value, json};

fn ann() -> Value {
    json!({
        "externalId": "x1", "userName": "ann", "name": {"familyName": "Lee", "givenName": "Ann"}, "title": "Lead",
        "active": true,
        "emails": [
            {"value": "w@corp.example", "type": "work", "primary": true},
            {"value": "h@corp.example", "type": "home"}
        ],
        ENTERPRISE: {"department": "Finance", "manager": {"value": "m1", "displayName": "Max"}}
    })
}

fn patch(operations: Value) -> Result<UserPatch> {
    let user: User = UserBody::parse(&ann()).unwrap().create();
    PatchOp::parse(&json!({"Operations": operations}))?.apply_to_user("u1", &user)
}

/// Applies operations to Ann and checks that these pointers, and nothing else at the top level, came out so; `null`
/// means gone.
fn check(operations: Value, expected: &[(&str, Value)]) {
    let patched = patch(operations.clone()).unwrap_or_else(|error| panic!("{operations}: {error}"));
    let (before, after) = (ann(), Value::from(patched.user));
    for (pointer, value) in expected {
        assert_eq!(after.pointer(pointer).unwrap_or(&Value::Null), value, "{operations}: {pointer} in {after}");
    }
    let touched = |name: &str| expected.iter().any(|(pointer, _)| pointer[1..].split('/').next() == Some(name));
    for name in before.as_object().unwrap().keys().chain(after.as_object().unwrap().keys()) {
        assert!(touched(name) || before[name] == after[name], "{operations}: {name} changed too in {after}");
    }
}

fn check_refused(operations: Value, scim_type: ScimType) {
    let error = patch(operations.clone()).unwrap_err();
    assert_eq!((error.status, error.scim_type), (400, Some(scim_type)), "{operations}: {error}");
}

#[test]
fn single_values() {
    check(json!([{"op": "REPLACE", "path": "Title", "value": "Head"}]), &[("/title", json!("Head"))]);
    check(json!([{"op": "add", "path": "nickName", "value": "Annie"}]), &[("/nickName", json!("Annie"))]);
    check(json!([{"op": "remove", "path": "title"}]), &[("/title", Value::Null)]);
    check(json!([{"op": "replace", "path": "title", "value": null}]), &[("/title", Value::Null)]);
    check(json!([{"op": "add", "path": "title", "value": null}]), &[]);
    check(json!([{"op": "replace", "path": "title", "value": ["Head"]}]), &[("/title", json!("Head"))]);
    check(json!([{"op": "remove", "path": "externalId"}]), &[("/externalId", Value::Null)]);
    check(json!([{"op": "replace", "path": "userName", "value": "anna"}]), &[("/userName", json!("anna"))]);
}

#[test]
fn active() {
    for value in [json!(false), json!("False"), json!("false"), json!([{"value": "False"}]), json!(null)] {
        check(json!([{"op": "Replace", "path": "active", "value": value}]), &[("/active", json!(false))]);
    }
    check(json!([{"op": "remove", "path": "active"}]), &[("/active", json!(false))]);
    check(json!([{"op": "replace", "value": {"active": false}}]), &[("/active", json!(false))]);
    check(json!([{"op": "replace", "path": "", "value": {"ACTIVE": "False"}}]), &[("/active", json!(false))]);
    check(json!([{"op": "remove", "path": "active"}, {"op": "add", "path": "active", "value": true}]), &[]);
}

#[test]
fn null_in_a_whole_value_clears_what_put_would_clear() {
    let nothing = json!({"active": null, "emails": null, "externalId": null, "userName": null, "title": null});
    check(json!([{"op": "replace", "value": nothing}]), &[("/title", Value::Null)]);
    check(json!([{"op": "replace", "value": {"emails": []}}]), &[("/emails", Value::Null)]);
}

#[test]
fn complex_values_keep_what_is_not_named() {
    check(
        json!([{"op": "replace", "path": "name", "value": {"familyName": "Park"}}]),
        &[("/name", json!({"familyName": "Park", "givenName": "Ann"}))],
    );
    check(
        json!([{"op": "replace", "path": "name", "value": {"givenName": null}}]),
        &[("/name", json!({"familyName": "Lee"}))],
    );
    check(
        json!([{"op": "add", "path": "name.middleName", "value": "B"}]),
        &[("/name", json!({"familyName": "Lee", "givenName": "Ann", "middleName": "B"}))],
    );
    check(
        json!([{"op": "remove", "path": "name.familyName"}, {"op": "remove", "path": "name.givenName"}]),
        &[("/name", Value::Null)],
    );
    check(
        json!([{"op": "replace", "value": {"name.givenName": "Anna", "title": "Head"}}]),
        &[("/name/givenName", json!("Anna")), ("/name/familyName", json!("Lee")), ("/title", json!("Head"))],
    );
    check(
        json!([{"op": "replace", "value": {"urn:ietf:params:scim:schemas:core:2.0:User": {"title": "Head"}}}]),
        &[("/title", json!("Head"))],
    );
    check(
        json!([{"op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User", "value": {"title": "Head"}}]),
        &[("/title", json!("Head"))],
    );
    check(
        json!([{"op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:name.familyName",
            "value": "Park"}]),
        &[("/name", json!({"familyName": "Park", "givenName": "Ann"}))],
    );
}

#[test]
fn the_extension() {
    let department = format!("/{ENTERPRISE}/department");
    let manager = format!("/{ENTERPRISE}/manager");
    let max = json!({"value": "m1", "displayName": "Max"});
    let at = |path: &str| format!("{ENTERPRISE}{path}");
    let sales: &[(&str, Value)] = &[(&department, json!("Sales")), (&manager, max)];
    check(json!([{"op": "Add", "path": at(":department"), "value": "Sales"}]), sales);
    check(json!([{"op": "replace", "path": ENTERPRISE, "value": {"department": "Sales"}}]), sales);
    check(json!([{"op": "replace", "value": {ENTERPRISE: {"Department": "Sales"}}}]), sales);
    check(json!([{"op": "replace", "value": {at(":department"): "Sales"}}]), sales);
    check(
        json!([{"op": "replace", "path": at(":manager"), "value": "m2"}]),
        &[(&format!("{manager}/value"), json!("m2"))],
    );
    check(
        json!([{"op": "replace", "path": at(":manager.displayName"), "value": "Mia"}]),
        &[(&manager, json!({"value": "m1", "displayName": "Mia"}))],
    );
    check(
        json!([{"op": "replace", "value": {ENTERPRISE: {"manager.value": "m2"}}}]),
        &[(&manager, json!({"value": "m2", "displayName": "Max"}))],
    );
    check(
        json!([{"op": "remove", "path": at(":manager")}]),
        &[(&manager, Value::Null), (&department, json!("Finance"))],
    );
    check(json!([{"op": "remove", "path": ENTERPRISE}]), &[(&format!("/{ENTERPRISE}"), Value::Null)]);
}

#[test]
fn lists_as_a_whole() {
    let other = json!({"value": "o@corp.example", "type": "other"});
    check(
        json!([{"op": "add", "path": "emails", "value": [other]}]),
        &[("/emails/2", other.clone()), ("/emails/0/value", json!("w@corp.example"))],
    );
    check(json!([{"op": "add", "path": "emails", "value": other}]), &[("/emails/2", other.clone())]);
    check(json!([{"op": "add", "path": "emails", "value": []}]), &[]);
    check(
        json!([{"op": "add", "path": "emails", "value": [{"value": "W@corp.example", "type": "work"}]}]),
        &[("/emails/0/value", json!("W@corp.example")), ("/emails/2", Value::Null)],
    );
    check(json!([{"op": "replace", "path": "emails", "value": [other]}]), &[("/emails", json!([other]))]);
    check(json!([{"op": "replace", "path": "emails", "value": []}]), &[("/emails", Value::Null)]);
    check(json!([{"op": "remove", "path": "emails"}]), &[("/emails", Value::Null)]);
    check(
        json!([{"op": "remove", "path": "emails", "value": [{"value": "h@corp.example"}]}]),
        &[("/emails/1", Value::Null), ("/emails/0/value", json!("w@corp.example"))],
    );
    check(json!([{"op": "remove", "path": "emails", "value": [{"value": "nobody@corp.example"}]}]), &[]);
    check(json!([{"op": "remove", "path": "emails", "value": []}]), &[]);
}

#[test]
fn values_chosen_by_a_filter() {
    check(
        json!([{"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "n@corp.example"}]),
        &[("/emails/0", json!({"value": "n@corp.example", "type": "work", "primary": true}))],
    );
    check(
        json!([{"op": "Replace", "path": "emails[TYPE eq \"Work\"]", "value": {"value": "n@corp.example"}}]),
        &[("/emails/0", json!({"value": "n@corp.example", "type": "work", "primary": true}))],
    );
    check(
        json!([{"op": "replace", "value": {"emails[type eq \"home\"].value": "n@corp.example"}}]),
        &[("/emails/1", json!({"value": "n@corp.example", "type": "home"}))],
    );
    check(
        json!([{"op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "555"}]),
        &[("/phoneNumbers", json!([{"value": "555", "type": "mobile"}]))],
    );
    check(
        json!([{"op": "Replace", "path": "addresses[type eq \"work\" and primary eq true].country", "value": "NO"}]),
        &[("/addresses", json!([{"type": "work", "primary": true, "country": "NO"}]))],
    );
    check(
        json!([{"op": "remove", "path": "emails[type eq \"work\"]"}]),
        &[("/emails", json!([{"value": "h@corp.example", "type": "home"}]))],
    );
    check(json!([{"op": "remove", "path": "emails[type eq \"home\"].value"}]), &[("/emails/1", Value::Null)]);
    check(json!([{"op": "remove", "path": "emails[type eq \"other\"]"}]), &[]);
    check(
        json!([{"op": "replace", "path": "roles.value", "value": "admin"}]),
        &[("/roles", json!([{"value": "admin"}]))],
    );
}

#[test]
fn the_last_primary_wins() {
    check(
        json!([{"op": "replace", "path": "emails[type eq \"home\"].primary", "value": true}]),
        &[("/emails/0/primary", json!(false)), ("/emails/1/primary", json!(true))],
    );
    check(
        json!([{"op": "add", "path": "emails", "value": [{"value": "n@corp.example", "primary": "True"}]}]),
        &[("/emails/0/primary", json!(false)), ("/emails/2/primary", json!(true))],
    );
}

#[test]
fn read_only_attributes() {
    check(
        json!([{"op": "replace", "value": {"id": "u1", "title": "Head", "groups": [], "meta": {"version": "9"},
            "schemas": []}}]),
        &[("/title", json!("Head"))],
    );
    check_refused(json!([{"op": "replace", "value": {"id": "u2"}}]), ScimType::Mutability);
    check_refused(json!([{"op": "remove", "path": "id"}]), ScimType::Mutability);
    check_refused(json!([{"op": "add", "path": "groups", "value": [{"value": "g1"}]}]), ScimType::Mutability);
    check_refused(
        json!([{"op": "replace", "path": "meta.created", "value": "2026-01-01T00:00:00Z"}]),
        ScimType::Mutability,
    );
}

#[test]
fn unknown_attributes_are_told_and_left_out() {
    let patched = patch(json!([
        {"op": "replace", "path": "urn:example:custom:2.0:User:tag", "value": "x"},
        {"op": "replace", "value": {"shoeSize": 46, "password": "p", "title": "Head", "not a path!": 1}}
    ]))
    .unwrap();
    assert_eq!(patched.unknown, ["not a path!", "urn:example:custom:2.0:User:tag", "shoeSize", "password"]);
    assert_eq!(patched.changes.len(), 1);
}

#[test]
fn refusals() {
    check_refused(json!([]), ScimType::InvalidSyntax);
    check_refused(json!([{"op": "move", "path": "title"}]), ScimType::InvalidSyntax);
    check_refused(json!([{"op": "replace", "path": "title"}]), ScimType::InvalidValue);
    check_refused(json!([{"op": "replace", "value": "x"}]), ScimType::InvalidValue);
    check_refused(json!([{"op": "remove"}]), ScimType::NoTarget);
    check_refused(json!([{"op": "remove", "path": "emails[type eq"}]), ScimType::InvalidPath);
    check_refused(json!([{"op": "replace", "path": 7, "value": 1}]), ScimType::InvalidPath);
    check_refused(json!([{"op": "replace", "path": "title[type eq \"a\"]", "value": "x"}]), ScimType::InvalidPath);
    check_refused(json!([{"op": "replace", "path": "emails[type sw \"x\"].value", "value": "x"}]), ScimType::NoTarget);
    check_refused(json!([{"op": "replace", "path": "active", "value": "maybe"}]), ScimType::InvalidValue);
    check_refused(json!([{"op": "remove", "path": "userName"}]), ScimType::InvalidValue);
    let too_many = patch(json!(vec![json!({"op": "remove", "path": "title"}); 1_001])).unwrap_err();
    assert_eq!(too_many.status, 413);
    let long_lists = json!(vec![json!({"op": "add", "path": "roles", "value": vec!["r"; 499]}); 11]);
    assert_eq!(patch(long_lists).unwrap_err().status, 413);
    let long_filter = vec!["type eq \"a\""; 500].join(" or ");
    let long_filters = json!(vec![json!({"op": "remove", "path": format!("emails[{long_filter}]")}); 11]);
    assert_eq!(patch(long_filters).unwrap_err().status, 413);
}

#[test]
fn changes_read_like_sentences() {
    let patched = patch(json!([
        {"op": "replace", "path": "name.familyName", "value": "Park"},
        {"op": "add", "path": "nickName", "value": "Annie"},
        {"op": "remove", "path": "title"},
        {"op": "remove", "path": format!("{ENTERPRISE}:department")}
    ]))
    .unwrap();
    let texts: Vec<String> = patched.changes.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "name.familyName: \"Lee\" → \"Park\"".to_owned(),
            "nickName: set to \"Annie\"".to_owned(),
            format!("{ENTERPRISE}:department: \"Finance\" removed"),
            "title: \"Lead\" removed".to_owned(),
        ]
    );
}

//! PATCH of groups: operations in, the list of changes out.

use keyfold_scim::patch::ExternalId;
use keyfold_scim::{Filter, GroupPatch, MemberChange, PatchOp, Result, ScimType};
use serde_json::{Value, json};

fn patch(operations: Value) -> Result<GroupPatch> {
    PatchOp::parse(&json!({"Operations": operations}))?.to_group_patch("g1")
}

fn add(id: &str) -> MemberChange {
    MemberChange::Add(id.to_owned())
}

fn remove(id: &str) -> MemberChange {
    MemberChange::Remove(id.to_owned())
}

fn replace(ids: &[&str]) -> MemberChange {
    MemberChange::ReplaceAll(ids.iter().map(|id| (*id).to_owned()).collect())
}

fn check_members(operations: Value, expected: &[MemberChange]) {
    let patch = patch(operations.clone()).unwrap_or_else(|error| panic!("{operations}: {error}"));
    assert_eq!(patch, GroupPatch { members: expected.to_vec(), ..GroupPatch::default() }, "{operations}");
}

fn check_refused(operations: Value, status: u16, scim_type: Option<ScimType>) {
    let error = patch(operations).unwrap_err();
    assert_eq!((error.status, error.scim_type), (status, scim_type), "{error}");
}

#[test]
fn members_join() {
    check_members(
        json!([{"op": "Add", "path": "members", "value": [{"$ref": null, "value": "a"}, {"value": "b"}]}]),
        &[add("a"), add("b")],
    );
    check_members(json!([{"op": "add", "path": "Members", "value": {"value": "a"}}]), &[add("a")]);
    check_members(json!([{"op": "add", "value": {"members": [{"value": "a"}]}}]), &[add("a")]);
    check_members(json!([{"op": "add", "path": "members[value eq \"a\"]", "value": {"display": "A"}}]), &[add("a")]);
    check_members(
        json!([{"op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:Group:members", "value": ["a"]}]),
        &[add("a")],
    );
    check_members(json!([{"op": "add", "path": "members", "value": []}]), &[]);
}

#[test]
fn members_leave() {
    check_members(json!([{"op": "Remove", "path": "members", "value": [{"value": "a"}]}]), &[remove("a")]);
    check_members(json!([{"op": "remove", "path": "members[value eq \"a\"]"}]), &[remove("a")]);
    check_members(
        json!([{"op": "remove", "path": "members[value eq \"a\" or Value eq \"b\"]"}]),
        &[remove("a"), remove("b")],
    );
    check_members(json!([{"op": "remove", "path": "members"}]), &[MemberChange::RemoveAll]);
    check_members(json!([{"op": "remove", "path": "members", "value": []}]), &[]);
    let filter: Filter = "display sw \"A\"".parse().unwrap();
    check_members(
        json!([{"op": "remove", "path": "members[display sw \"A\"]"}]),
        &[MemberChange::RemoveMatching(filter)],
    );
}

#[test]
fn members_are_replaced() {
    check_members(
        json!([{"op": "replace", "path": "members", "value": [{"value": "a"}, {"value": "a"}]}]),
        &[replace(&["a"])],
    );
    check_members(json!([{"op": "replace", "path": "members", "value": []}]), &[MemberChange::RemoveAll]);
    check_members(json!([{"op": "replace", "path": "members", "value": null}]), &[MemberChange::RemoveAll]);
    check_members(json!([{"op": "replace", "value": {"members": [{"value": "a"}]}}]), &[replace(&["a"])]);
    check_members(
        json!([{"op": "replace", "path": "members", "value": []}, {"op": "add", "path": "members", "value": ["a"]},
            {"op": "remove", "path": "members[value eq \"a\"]"}]),
        &[MemberChange::RemoveAll, add("a"), remove("a")],
    );
}

#[test]
fn null_in_a_whole_value_leaves_everything() {
    let nothing = json!({"members": null, "displayName": null, "externalId": null});
    assert_eq!(patch(json!([{"op": "replace", "value": nothing}])).unwrap(), GroupPatch::default());
}

#[test]
fn names_and_identifiers() {
    let renamed = patch(json!([{"op": "replace", "value": {"id": "g1", "displayName": "Engineering"}}])).unwrap();
    assert_eq!(renamed, GroupPatch { display_name: Some("Engineering".into()), ..GroupPatch::default() });
    let linked = patch(
        json!([{"op": "add", "path": "externalId", "value": "x"}, {"op": "replace", "path": "shoeSize", "value": 1}]),
    )
    .unwrap();
    assert_eq!(
        linked,
        GroupPatch {
            external_id: ExternalId::Set("x".into()),
            unknown: vec!["shoeSize".into()],
            ..GroupPatch::default()
        }
    );
    let unlinked = patch(json!([{"op": "remove", "path": "externalId"}])).unwrap();
    assert_eq!(unlinked.external_id, ExternalId::Clear);
}

#[test]
fn refusals() {
    check_refused(json!([{"op": "replace", "value": {"id": "g2"}}]), 400, Some(ScimType::Mutability));
    check_refused(json!([{"op": "remove", "path": "displayName"}]), 400, Some(ScimType::InvalidValue));
    check_refused(json!([{"op": "replace", "path": "displayName", "value": " "}]), 400, Some(ScimType::InvalidValue));
    check_refused(json!([{"op": "add", "path": "members", "value": 7}]), 400, Some(ScimType::InvalidValue));
    check_refused(
        json!([{"op": "add", "path": "members[type eq \"User\"]", "value": {}}]),
        400,
        Some(ScimType::NoTarget),
    );
    let half: Vec<String> = (0..60_000).map(|number| number.to_string()).collect();
    let add = json!({"op": "add", "path": "members", "value": half});
    assert_eq!(patch(json!([add])).unwrap().members.len(), 60_000);
    check_refused(json!([add, add]), 413, None);
}

#[test]
fn a_list_without_a_single_id_does_not_empty_the_group() {
    check_refused(
        json!([{"op": "replace", "path": "members", "value": [{"display": "Ann"}]}]),
        400,
        Some(ScimType::InvalidValue),
    );
}

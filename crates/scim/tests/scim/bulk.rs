//! Bulk requests.

use std::collections::HashMap;

use keyfold_scim::ResourceType;
use keyfold_scim::bulk::{self, BulkRequest, BulkResult, Method};
use serde_json::{Value, json};

fn parsed(operations: Value) -> BulkRequest {
    let body = json!({"schemas": [bulk::REQUEST_URN], "failOnErrors": 2, "Operations": operations});
    BulkRequest::parse(&body).unwrap()
}

fn post(path: &str, bulk_id: &str, data: Value) -> Value {
    json!({"method": "POST", "path": path, "bulkId": bulk_id, "data": data})
}

fn group_of(references: &[&str]) -> Value {
    json!({"displayName": "G", "members": references.iter().map(|id| json!({"value": id})).collect::<Vec<_>>()})
}

#[test]
fn operations_are_read() {
    let request = parsed(json!([
        {"method": "post", "path": "/Users", "bulkId": "a", "data": {"userName": "ann"}},
        {"method": "PATCH", "path": "Groups/g1", "version": "W/\"1\"", "data": {}},
        {"method": "DELETE", "path": "/Users/u1"}
    ]));
    let read: Vec<_> = request
        .operations
        .iter()
        .map(|operation| (operation.method, operation.resource_type, operation.id.as_deref()))
        .collect();
    assert_eq!(
        read,
        [
            (Method::Post, ResourceType::User, None),
            (Method::Patch, ResourceType::Group, Some("g1")),
            (Method::Delete, ResourceType::User, Some("u1"))
        ]
    );
    assert_eq!(request.operations[1].version.as_deref(), Some("W/\"1\""));
    assert!(!request.is_over_after(1) && request.is_over_after(2));
}

#[test]
fn what_cannot_be_done_in_bulk() {
    for operation in [
        json!({"method": "GET", "path": "/Users"}),
        json!({"method": "POST", "path": "/Users/u1", "bulkId": "a", "data": {}}),
        json!({"method": "POST", "path": "/Users", "data": {}}),
        json!({"method": "PUT", "path": "/Users", "data": {}}),
        json!({"method": "PUT", "path": "/Users/u1"}),
        json!({"method": "DELETE", "path": "/Cars/c1"}),
        json!({"method": "DELETE", "path": "/Users/u1/name"}),
    ] {
        assert_eq!(BulkRequest::parse(&json!({"Operations": [operation]})).unwrap_err().status, 400, "{operation}");
    }
    let many = vec![json!({"method": "DELETE", "path": "/Users/u1"}); 1_001];
    assert_eq!(BulkRequest::parse(&json!({"Operations": many})).unwrap_err().status, 413);
    assert_eq!(BulkRequest::parse(&json!({})).unwrap_err().status, 400);
}

#[test]
fn operations_wait_for_what_they_refer_to() {
    let order = |operations: Value| parsed(operations).execution_order();
    let user = |name: &str| post("/Users", name, json!({"userName": name}));
    assert_eq!(order(json!([user("a"), user("b")])), [0, 1]);
    assert_eq!(order(json!([post("/Groups", "g", group_of(&["bulkId:a", "x"])), user("b"), user("a")])), [1, 2, 0]);
    let patch = json!({"method": "PATCH", "path": "/Groups/bulkId:g", "data": {"Operations": []}});
    assert_eq!(order(json!([patch, post("/Groups", "g", group_of(&["bulkId:a"])), user("a")])), [2, 1, 0]);
    let circle =
        [post("/Groups", "g", group_of(&["bulkId:h"])), post("/Groups", "h", group_of(&["bulkId:g"])), user("a")];
    assert_eq!(order(json!(circle)), [2, 0, 1]);
    assert_eq!(order(json!([post("/Groups", "g", group_of(&["bulkId:g", "bulkId:missing"]))])), [0]);
}

#[test]
fn references_become_ids() {
    let request =
        parsed(json!([{"method": "PATCH", "path": "/Groups/bulkId:g", "data": group_of(&["bulkId:a", "real"])}]));
    let ids = HashMap::from([("g".to_owned(), "id-g".to_owned()), ("a".to_owned(), "id-a".to_owned())]);
    let resolved = request.operations[0].resolve(&ids).unwrap();
    assert_eq!(resolved.id.as_deref(), Some("id-g"));
    assert_eq!(resolved.data, group_of(&["id-a", "real"]));
    let error = request.operations[0].resolve(&HashMap::new()).unwrap_err();
    assert_eq!(error.status, 409);
}

#[test]
fn the_answer() {
    let results = [
        BulkResult {
            method: Method::Post,
            bulk_id: Some("a".into()),
            location: Some("https://h/Users/1".into()),
            version: Some("W/\"1\"".into()),
            status: 201,
            response: None,
        },
        BulkResult {
            method: Method::Delete,
            bulk_id: None,
            location: None,
            version: None,
            status: 404,
            response: Some(json!({"status": "404"})),
        },
    ];
    let expected = json!({"schemas": [bulk::RESPONSE_URN], "Operations": [
        {"method": "POST", "bulkId": "a", "version": "W/\"1\"", "location": "https://h/Users/1", "status": "201"},
        {"method": "DELETE", "status": "404", "response": {"status": "404"}}
    ]});
    assert_eq!(bulk::response(&results), expected);
}

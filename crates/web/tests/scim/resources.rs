//! People and groups, as they are made and changed.

use serde_json::json;

use crate::site::{BASE_URL, Site};

#[tokio::test]
async fn a_person_has_a_place_a_version_and_times() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let made = client.post("/Users", json!({"userName": "ann@corp.example", "password": "secret"})).await;
    let id = made.id();
    let location = format!("{BASE_URL}/Users/{id}");
    assert_eq!(made.body["meta"]["location"], json!(location));
    assert_eq!(made.header("location"), location);
    assert_eq!(made.header("content-type"), "application/scim+json");
    assert_eq!(made.body["meta"]["version"], json!(made.header("etag")));
    assert_eq!(made.body["meta"]["created"], "2026-11-24T08:00:00Z");
    assert_eq!(made.body.get("password"), None);
    let found = client.get(&format!("/Users/{id}")).await;
    assert_eq!(found.body, made.body);
}

#[tokio::test]
async fn versions_guard_changes() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let id = client.user("ann@corp.example").await;
    let path = format!("/Users/{id}");
    let old = client.get(&path).await.header("etag").to_owned();
    let with = |method: reqwest::Method, header: &'static str, tag: &str, body: serde_json::Value| {
        client.request(method, &path).header(header, tag).body(body.to_string()).send()
    };
    let body = json!({"userName": "ann@corp.example", "title": "Lead"});
    let changed = with(reqwest::Method::PUT, "if-match", &old, body.clone()).await.expect("an answer");
    let new = crate::site::read(changed).await.header("etag").to_owned();
    assert_ne!(old, new);
    for method in [reqwest::Method::PUT, reqwest::Method::DELETE] {
        let late = with(method, "if-match", &old, body.clone()).await.expect("an answer");
        crate::site::read(late).await.assert_error(412);
    }
    let same = with(reqwest::Method::PUT, "if-match", &new, body.clone()).await.expect("an answer");
    assert_eq!(crate::site::read(same).await.header("etag"), new, "nothing changed, so the version is the same");
    let unmodified = with(reqwest::Method::GET, "if-none-match", &new, json!(null)).await.expect("an answer");
    assert_eq!(unmodified.status(), 304);
}

#[tokio::test]
async fn keys_in_another_order_change_nothing() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let made = client.post("/Users", json!({"userName": "ann", "name": {"givenName": "A", "familyName": "L"}})).await;
    let same = json!({"active": true, "name": {"familyName": "L", "givenName": "A"}, "userName": "ann"});
    let put = client.put(&format!("/Users/{}", made.id()), same).await;
    assert_eq!(put.header("etag"), made.header("etag"));
    assert_eq!(site.effects().await, json!(["nothing changed"]));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let id = client.user("ann@corp.example").await;
    client.delete(&format!("/Users/{id}")).await;
    for id in [id.as_str(), "1", "nobody", "00000000-0000-4000-8000-000000000000"] {
        for kind in ["Users", "Groups"] {
            let path = format!("/{kind}/{id}");
            client.get(&path).await.assert_error(404);
            client.put(&path, json!({"userName": "x", "displayName": "x"})).await.assert_error(404);
            client.patch(&path, json!([{"op": "replace", "value": {"displayName": "x"}}])).await.assert_error(404);
            client.delete(&path).await.assert_error(404);
        }
    }
}

#[tokio::test]
async fn who_is_deleted_comes_back_with_the_same_id() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let id = client.user("ann@corp.example").await;
    assert_eq!(client.delete(&format!("/Users/{id}")).await.status, 204);
    assert_eq!(client.user("ann@corp.example").await, id);
    assert_eq!(site.effects().await, json!(["revived user ann@corp.example"]));
}

#[tokio::test]
async fn unknown_members_and_attributes_are_passed_over_and_told() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let (ann, group) = (client.user("ann").await, client.group("Finance", &[]).await);
    let path = format!("/Groups/{group}");
    let add = json!([
        {"op": "add", "path": "members", "value": [{"value": "nobody"}, {"value": ann}]},
        {"op": "replace", "path": "shoeSize", "value": 7},
    ]);
    assert_eq!(client.patch(&path, add).await.status, 204);
    assert_eq!(client.members(&group).await, std::slice::from_ref(&ann));
    let log = site.log().await;
    let said = json!(["added ann to Finance", "skipped unknown member nobody", "skipped unknown attribute shoeSize"]);
    assert_eq!(log[1]["effects"], said);
    let user = client.patch(&format!("/Users/{ann}"), json!([{"op": "add", "path": "shoeSize", "value": 7}])).await;
    assert_eq!(user.status, 200);
    assert_eq!(site.effects().await, json!(["skipped unknown attribute shoeSize"]));
}

#[tokio::test]
async fn members_leave_by_any_filter() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let (ann, bo) = (client.user("ann").await, client.user("bo").await);
    let group = client.group("Finance", &[&ann, &bo]).await;
    client.patch(&format!("/Groups/{group}"), json!([{"op": "remove", "path": "members[display sw \"a\"]"}])).await;
    assert_eq!(client.members(&group).await, [bo]);
    client.patch(&format!("/Groups/{group}"), json!([{"op": "remove", "path": "members"}])).await;
    assert!(client.members(&group).await.is_empty());
    assert_eq!(site.log().await[1]["effects"], json!(["removed bo from Finance"]));
}

#[tokio::test]
async fn bulk_operations_refer_to_each_other() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let operations = json!([
        {"method": "POST", "path": "/Groups", "bulkId": "g",
         "data": {"displayName": "Finance", "members": [{"value": "bulkId:a"}]}},
        {"method": "POST", "path": "/Users", "bulkId": "a", "data": {"userName": "ann", "password": "p"}},
        {"method": "POST", "path": "/Users", "bulkId": "b", "data": {"userName": "ANN"}},
        {"method": "PATCH", "path": "/Users/bulkId:a",
         "data": {"Operations": [{"op": "replace", "value": {"title": "Lead"}}]}},
    ]);
    let answer = client.post("/Bulk", json!({"Operations": operations})).await;
    assert_eq!(answer.status, 200);
    let results = &answer.body["Operations"];
    let statuses: Vec<_> = (0..4).map(|index| results[index]["status"].as_str().expect("a status")).collect();
    assert_eq!(statuses, ["201", "201", "409", "200"]);
    assert_eq!(results[2]["response"]["scimType"], "uniqueness");
    assert_eq!(results[1]["location"], results[3]["location"]);
    let ann = results[1]["location"].as_str().expect("a location").rsplit('/').next().expect("an id").to_owned();
    let group = results[0]["location"].as_str().expect("a location").rsplit('/').next().expect("an id").to_owned();
    assert_eq!(client.members(&group).await, [ann]);
    let row = &site.log().await[1];
    let said =
        json!(["made user ann", "made group Finance", "added ann to Finance", "changed ann: title: set to \"Lead\""]);
    assert_eq!(row["effects"], said);
    assert_eq!(row["request_json"]["Operations"][1]["data"]["password"], "***");
}

#[tokio::test]
async fn bulk_ends_after_as_many_failures_as_the_client_bears() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let failing = json!({"method": "DELETE", "path": "/Users/nobody"});
    let body = json!({"failOnErrors": 2, "Operations": [failing, failing, failing]});
    let answer = client.post("/Bulk", body).await;
    assert_eq!(answer.body["Operations"].as_array().expect("results").len(), 2);
}

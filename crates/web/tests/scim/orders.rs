//! Lists in the order of any attribute, on both databases.

use keyfold_testkit::postgres::TempPostgres;
use serde_json::{Value, json};

use crate::site::{Client, Site};

async fn fill(client: &Client) {
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let mut ids = Vec::new();
    for person in [
        json!({"userName": "ann", "title": "b", "name": {"familyName": "Zed"}, "active": false,
            "emails": [{"value": "z@x", "type": "home"}, {"value": "B@x", "type": "work", "primary": true}],
            "phoneNumbers": [{"value": "3"}]}),
        json!({"userName": "Bo", "title": "A", "name": {"familyName": "éa"}, "externalId": "b",
            "emails": [{"value": "a@x"}, {"value": "c@x"}], enterprise: {"department": "Y", "manager": {"value": "1"}}}),
        json!({"userName": "cy", "name": {"familyName": "ab"}, "externalId": "B", "phoneNumbers": [{"value": "1"}],
            enterprise: {"department": "x"}}),
    ] {
        ids.push(client.post("/Users", person).await.id());
    }
    client.group("G2", &[&ids[0]]).await;
    client.group("g1", &[&ids[1], &ids[2]]).await;
    client.group("G3", &[]).await;
}

async fn names(client: &Client, path: &str, name: &str, by: &str, order: &str) -> String {
    let query = [("sortBy", by), ("sortOrder", order), ("attributes", name)];
    let response = client.request(reqwest::Method::GET, path).query(&query).send().await.expect("an answer");
    let answer = crate::site::read(response).await;
    assert_eq!(answer.status, 200, "{by}: {}", answer.body);
    let resources = answer.body["Resources"].as_array().expect("a list");
    let names: Vec<&str> = resources.iter().filter_map(|one| one[name].as_str()).collect();
    names.join(" ")
}

async fn check(site: &Site) {
    let client = site.client("corp").await;
    fill(&client).await;
    // Who has no value comes last, turned around first; a list counts by its primary value, or else its first.
    for (by, ascending, descending) in [
        ("userName", "ann Bo cy", "cy Bo ann"),
        ("TITLE", "Bo ann cy", "cy ann Bo"),
        ("name.familyName", "cy ann Bo", "Bo ann cy"),
        ("active", "ann Bo cy", "Bo cy ann"),
        ("externalId", "cy Bo ann", "ann Bo cy"),
        ("emails", "Bo ann cy", "cy ann Bo"),
        ("emails.value", "Bo ann cy", "cy ann Bo"),
        ("emails.type", "ann Bo cy", "Bo cy ann"),
        ("phoneNumbers", "cy ann Bo", "Bo ann cy"),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "cy Bo ann", "ann Bo cy"),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "Bo ann cy", "ann cy Bo"),
        ("groups.display", "Bo cy ann", "ann Bo cy"),
        ("meta.created", "ann Bo cy", "ann Bo cy"),
        ("meta.resourceType", "ann Bo cy", "ann Bo cy"),
        ("shoeSize", "ann Bo cy", "ann Bo cy"),
    ] {
        assert_eq!(names(&client, "/Users", "userName", by, "ascending").await, ascending, "{by}");
        assert_eq!(names(&client, "/Users", "userName", by, "descending").await, descending, "{by} descending");
    }
    for (by, ascending) in [("displayName", "g1 G2 G3"), ("members.display", "g1 G2 G3"), ("meta.version", "G2 g1 G3")]
    {
        assert_eq!(names(&client, "/Groups", "displayName", by, "ascending").await, ascending, "{by}");
    }
    let parts = client.get("/Users?sortBy=name").await;
    parts.assert_error(400);
    assert_eq!(parts.body["scimType"], "invalidPath");
    assert!(parts.body["detail"].as_str().is_some_and(|detail| detail.contains("`name.formatted`")), "{}", parts.body);
}

#[tokio::test]
async fn by_any_attribute_on_sqlite() {
    check(&Site::new().await).await;
}

#[tokio::test]
async fn by_any_attribute_on_postgres() {
    let postgres = TempPostgres::start().expect("a cluster");
    check(&Site::on(&postgres.url(), None).await).await;
}

#[tokio::test]
async fn pages_of_an_order_hold_everybody_once() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    for index in 0..7 {
        let person =
            json!({"userName": format!("u{index}"), "title": if index % 2 == 0 { Value::Null } else { "t".into() }});
        client.post("/Users", person).await.id();
    }
    let mut seen = Vec::new();
    for start in [1, 4, 7, 10] {
        let page = client.get(&format!("/Users?sortBy=title&startIndex={start}&count=3")).await.body;
        assert_eq!(page["totalResults"], 7, "{start}");
        let resources = page["Resources"].as_array().expect("a list");
        assert_eq!(page["itemsPerPage"], resources.len());
        seen.extend(resources.iter().map(|one| one["userName"].as_str().expect("a name").to_owned()));
    }
    assert_eq!(seen, ["u1", "u3", "u5", "u0", "u2", "u4", "u6"]);
}

//! Lists: filters, order, pages, attributes.

use serde_json::{Value, json};

use crate::site::{Client, Site};

async fn names(client: &Client, query: &[(&str, &str)], name: &str, path: &str) -> Vec<String> {
    let response = client.request(reqwest::Method::GET, path).query(query).send().await.expect("an answer");
    let answer = crate::site::read(response).await;
    assert_eq!(answer.status, 200, "{query:?}: {}", answer.body);
    let resources = answer.body["Resources"].as_array().expect("a list").clone();
    resources.iter().map(|resource| resource[name].as_str().expect("a name").to_owned()).collect()
}

async fn people(client: &Client) {
    for (login, given, external_id, active) in [
        ("ann@corp.example", "Ann", "a", true),
        ("Bo@corp.example", "Bo", "B", false),
        ("cy@other.example", "Cy", "c", true),
    ] {
        let body = json!({
            "userName": login, "externalId": external_id, "active": active, "displayName": format!("{given} X"),
            "name": {"givenName": given}, "emails": [{"value": format!("{given}@mail.example"), "type": "work"}],
        });
        client.post("/Users", body).await.id();
    }
}

#[tokio::test]
async fn filters_of_people() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    people(&client).await;
    let (ann, bo, cy) = ("ann@corp.example", "Bo@corp.example", "cy@other.example");
    let cases: [(&str, &[&str]); 24] = [
        ("userName eq \"ANN@corp.example\"", &[ann]),
        ("userName ne \"ann@corp.example\"", &[bo, cy]),
        ("userName co \"CORP\"", &[ann, bo]),
        ("userName sw \"b\"", &[bo]),
        ("userName ew \"other.example\"", &[cy]),
        ("userName gt \"b\" and userName lt \"c\"", &[bo]),
        ("externalId eq \"b\"", &[]),
        ("externalId eq \"B\"", &[bo]),
        ("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"ann@corp.example\"", &[ann]),
        ("active eq true", &[ann, cy]),
        ("active eq \"False\"", &[bo]),
        ("not (active eq true) or name.givenName eq \"ann\"", &[ann, bo]),
        ("(displayName eq \"ann x\" or displayName eq \"cy x\") and active eq true", &[ann, cy]),
        ("emails eq \"ann@mail.example\"", &[ann]),
        ("emails[value eq \"bo@mail.example\"]", &[bo]),
        ("emails pr", &[ann, bo, cy]),
        ("name.familyName pr", &[]),
        ("not (name.familyName pr) and userName sw \"a\"", &[ann]),
        ("name.familyName eq null and userName sw \"a\"", &[ann]),
        ("meta.created ge \"2020-01-01T00:00:00Z\"", &[ann, bo, cy]),
        ("meta.lastModified lt \"2020-01-01T00:00:00+02:00\"", &[]),
        ("shoeSize pr", &[]),
        ("shoeSize ne \"7\"", &[ann, bo, cy]),
        ("meta.resourceType eq \"User\"", &[ann, bo, cy]),
    ];
    for (filter, expected) in cases {
        let found = names(&client, &[("filter", filter), ("sortBy", "userName")], "userName", "/Users").await;
        assert_eq!(found, expected, "{filter}");
    }
}

#[tokio::test]
async fn filters_that_cannot_be_answered_say_so() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    for (filter, text) in
        [("userName eq", "can't be read"), ("active gt true", "`active`"), ("meta.created eq \"yesterday\"", "date")]
    {
        let request = client.request(reqwest::Method::GET, "/Users").query(&[("filter", filter)]);
        let answer = crate::site::read(request.send().await.expect("an answer")).await;
        answer.assert_error(400);
        assert_eq!(answer.body["scimType"], "invalidFilter");
        assert!(answer.body["detail"].as_str().expect("a text").contains(text), "{}", answer.body);
    }
    client.get("/Users?sortBy=name").await.assert_error(400);
    client.get("/Users?count=many").await.assert_error(400);
}

#[tokio::test]
async fn groups_are_found_by_name_and_by_member() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let (ann, bo) = (client.user("ann").await, client.user("bo").await);
    client.group("Finance", &[&ann, &bo]).await;
    client.group("Design", &[&bo]).await;
    client.group("Empty", &[]).await;
    for (filter, expected) in [
        ("displayName eq \"FINANCE\"".to_owned(), vec!["Finance"]),
        (format!("members eq \"{bo}\""), vec!["Design", "Finance"]),
        (format!("members[value eq \"{ann}\"] and displayName sw \"f\""), vec!["Finance"]),
        (format!("not (members.value eq \"{ann}\")"), vec!["Design", "Empty"]),
        ("members eq \"nobody\"".to_owned(), vec![]),
    ] {
        let found = names(&client, &[("filter", &filter), ("sortBy", "displayName")], "displayName", "/Groups").await;
        assert_eq!(found, expected, "{filter}");
    }
}

#[tokio::test]
async fn pages_and_order() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    people(&client).await;
    let down = [("sortBy", "userName"), ("sortOrder", "descending"), ("startIndex", "2"), ("count", "1")];
    assert_eq!(names(&client, &down, "userName", "/Users").await, ["Bo@corp.example"]);
    let total = client.get("/Users?count=0").await.body;
    assert_eq!(
        (&total["totalResults"], &total["itemsPerPage"], &total["Resources"]),
        (&json!(3), &json!(0), &json!([]))
    );
    let beyond = client.get("/Users?startIndex=9").await.body;
    assert_eq!((&beyond["totalResults"], &beyond["startIndex"]), (&json!(3), &json!(9)));
}

#[tokio::test]
async fn a_search_covers_one_type_or_all() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    people(&client).await;
    client.group("Ann's group", &[]).await;
    let search = json!({"filter": "displayName sw \"ann\"", "attributes": ["displayName"]});
    for (path, total) in [("/.search", 2), ("/Users/.search", 1), ("/Groups/.search", 1)] {
        assert_eq!(client.post(path, search.clone()).await.body["totalResults"], total, "{path}");
    }
    let last = client.post("/.search", json!({"startIndex": 4, "count": 5})).await.body;
    assert_eq!(last["totalResults"], 4);
    let resources = last["Resources"].as_array().expect("a list");
    assert_eq!(resources.iter().map(|resource| &resource["displayName"]).collect::<Vec<_>>(), ["Ann's group"]);
}

#[tokio::test]
async fn answers_hold_the_attributes_that_were_asked_for() {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let ann = client.user("ann@corp.example").await;
    let group = client.group("Finance", &[&ann]).await;
    let keys = |body: &Value| body.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let user = client.get(&format!("/Users/{ann}?attributes=userName,groups")).await.body;
    assert_eq!(keys(&user), ["schemas", "id", "userName", "groups"]);
    assert_eq!(user["groups"][0]["value"], json!(group));
    assert_eq!(user["groups"][0]["$ref"], json!(format!("{}/Groups/{group}", crate::site::BASE_URL)));
    let without = client.get(&format!("/Groups/{group}?excludedAttributes=members")).await.body;
    assert_eq!(keys(&without), ["schemas", "id", "displayName", "meta"]);
    let listed = client.get("/Groups?excludedAttributes=members").await.body;
    assert_eq!(listed["Resources"][0].get("members"), None);
}

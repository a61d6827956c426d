//! Filters on every attribute, by every operator, on both databases: what the statements find is what
//! [`Filter::matches`] says of the resources as clients see them.

use std::collections::BTreeSet;

use keyfold_scim::{
    Filter, ResourceType,
    filter::Operator,
    schema::{Attribute, Kind},
};
use keyfold_testkit::postgres::TempPostgres;
use serde_json::{Value, json};

use crate::site::{Client, Site};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// People of many kinds: with everything, with nothing, and with what is told apart with care.
fn people() -> Vec<Value> {
    vec![
        json!({
            "userName": "ann@corp.example", "externalId": "Ext-A", "displayName": "Ann Lee", "nickName": "annie",
            "name": {"givenName": "Ann", "familyName": "Lee", "middleName": "M", "formatted": "Ann M Lee",
                "honorificPrefix": "Dr", "honorificSuffix": "II"},
            "profileUrl": "https://People.example/Ann", "title": "Lead 100%", "userType": "Employee",
            "preferredLanguage": "en-GB", "locale": "en", "timezone": "Europe/Paris", "active": true,
            "emails": [
                {"value": "ann@Work.example", "type": "work", "primary": true, "display": "Work"},
                {"value": "ann@home.example", "type": "home"},
            ],
            "phoneNumbers": [{"value": "+33 1", "type": "work"}, {"value": "+33 2", "type": "mobile", "primary": true}],
            "ims": [{"value": "ann-im", "type": "xmpp"}],
            "photos": [{"value": "https://x/P.png", "type": "photo"}],
            "addresses": [{"formatted": "1 Rue\nParis", "streetAddress": "1 Rue", "locality": "Paris", "region": "IDF",
                "postalCode": "75001", "country": "FR", "type": "work"}],
            "entitlements": [{"value": "e1"}, {"value": "E2", "primary": true}],
            "roles": [{"value": "r1", "display": "Role 1"}],
            "x509Certificates": [{"value": "TUlJ", "display": "cert"}],
            ENTERPRISE: {"employeeNumber": "42", "costCenter": "CC", "organization": "Corp", "division": "D",
                "department": "R&D", "manager": {"value": "boss-1", "displayName": "Boss", "$ref": "../Users/Boss"}},
        }),
        json!({
            "userName": "Bo@corp.example", "externalId": "ext-a", "active": false, "title": "lead",
            "name": {"givenName": "Bo", "familyName": "Ångström"},
            "emails": [{"value": "bo@work.example", "type": "other"}, {"value": "bo@home.example", "type": "work"}],
            "phoneNumbers": [{"value": "+33 1", "type": "home"}],
            ENTERPRISE: {"department": "r&d", "employeeNumber": "7"},
        }),
        json!({"userName": "cy@other.example", "name": {"formatted": "Cy d'Or; --"}, "displayName": "ÉMILE"}),
        json!({"userName": "di", "emails": [{"type": "work"}], "title": "x".repeat(300)}),
        json!({"userName": "ed", "title": format!("{}y", "x".repeat(299)), "roles": [{"value": "r1"}, {"value": "r2"}]}),
    ]
}

async fn fill(client: &Client) {
    let mut ids = Vec::new();
    for person in people() {
        ids.push(client.post("/Users", person).await.id());
    }
    client.group("Finance", &[&ids[0], &ids[1]]).await;
    client.group("finance émigrés", &[&ids[2], &ids[4]]).await;
    client.group("Empty", &[]).await;
    let group = json!({"displayName": "Design", "externalId": "G-1", "members": [{"value": ids[1]}]});
    client.post("/Groups", group).await.id();
}

/// The paths of a type, each with the values that resources have there.
fn paths(kind: ResourceType, resources: &[Value]) -> Vec<(String, Option<&'static Attribute>, BTreeSet<String>)> {
    let mut found = Vec::new();
    for attribute in kind.attributes() {
        let prefix = attribute.name.to_owned();
        let separator = if prefix.contains(':') { ':' } else { '.' };
        collect(&prefix, separator, attribute, &below(resources, attribute.name), &mut found);
    }
    found
}

fn collect(
    path: &str,
    separator: char,
    attribute: &'static Attribute,
    values: &[Value],
    found: &mut Vec<(String, Option<&'static Attribute>, BTreeSet<String>)>,
) {
    let texts = values.iter().filter(|value| !value.is_object());
    let texts = texts.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    found.push((path.to_owned(), Some(attribute), texts.take(3).collect()));
    for part in attribute.sub_attributes {
        let path = format!("{path}{separator}{}", part.name);
        collect(&path, '.', part, &below(values, part.name), found);
    }
}

fn below(values: &[Value], name: &str) -> Vec<Value> {
    let members = values.iter().filter_map(|value| value.get(name));
    members.flat_map(|member| member.as_array().cloned().unwrap_or_else(|| vec![member.clone()])).collect()
}

/// Literals that tell the operators apart on these values.
fn literals(attribute: &Attribute, values: &BTreeSet<String>) -> Vec<String> {
    let mut found: Vec<String> = vec!["null".into(), "true".into(), "7".into()];
    if attribute.kind == Kind::Boolean {
        found.push("\"False\"".into());
    }
    let middle = |text: &str| text.chars().skip(1).take(3).collect::<String>();
    for value in values {
        found.extend([value.clone(), value.to_uppercase(), middle(value)].map(|text| Value::from(text).to_string()));
        let start: String = value.chars().take(4).collect();
        found.push(Value::from(start).to_string());
    }
    found
}

/// Every filter of one term on this type, and more on parts of one value.
fn filters(kind: ResourceType, resources: &[Value]) -> Vec<String> {
    let mut filters = Vec::new();
    for (path, attribute, values) in paths(kind, resources) {
        let Some(attribute) = attribute else { continue };
        filters.push(format!("{path} pr"));
        filters.push(format!("not ({path} pr)"));
        for literal in literals(attribute, &values) {
            filters.extend(Operator::ALL.map(|operator| format!("{path} {} {literal}", operator.as_str())));
        }
        for part in attribute.sub_attributes {
            let values: BTreeSet<String> = below(&below(resources, attribute.name), part.name)
                .iter()
                .filter_map(|value| value.as_str().map(str::to_owned))
                .take(1)
                .collect();
            filters.push(format!("{path}[{} pr]", part.name));
            filters.push(format!("{path}[not ({} pr)]", part.name));
            for value in values {
                let value = Value::from(value);
                for operator in Operator::ALL {
                    filters.push(format!("{path}[{} {} {value}]", part.name, operator.as_str()));
                }
            }
        }
    }
    filters
}

/// Terms together, in ways that a statement could get wrong.
const TOGETHER: &[&str] = &[
    "emails[type eq \"work\" and value co \"@home\"]",
    "emails[type eq \"work\" and primary eq true]",
    "emails[type ne \"work\" and value pr]",
    "emails[not (type eq \"work\") or primary eq true]",
    "emails[type eq \"work\"].value eq \"ann@work.example\"",
    "not (emails[type eq \"work\" and value pr])",
    "emails.type eq \"home\" and emails.value sw \"ann\"",
    "emails[value ew \"work.example\"] and not (active eq false) or userName eq \"di\"",
    "phoneNumbers[value eq \"+33 1\" and type eq \"work\"]",
    "addresses[locality eq \"paris\" and country eq \"fr\"]",
    "groups[display sw \"fin\" and type eq \"direct\"]",
    "groups[display sw \"fin\" and display ew \"s\"]",
    "groups.display eq \"Design\" and groups.display eq \"Finance\"",
    "groups[display eq \"Design\" and display eq \"Finance\"]",
    "not (groups pr) and active eq true",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User[department eq \"r&d\" and employeeNumber eq \"7\"]",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager[displayName eq \"boss\"]",
    "schemas co \"enterprise\" and name.givenName ne \"Bo\"",
    "(title eq \"lead\" or title sw \"LEAD 1\") and not (externalId eq \"ext-a\")",
    "shoeSize pr or shoeSize ne 4",
    "members[type eq \"User\" and display co \"cy\"]",
    "members[display eq \"ÉMILE\"]",
    "members.display eq \"bo ångström\"",
    "not (members[display sw \"ann\"])",
    "members pr and displayName ne \"Design\"",
    "meta[resourceType eq \"User\" and created pr]",
    "meta.created sw \"2026-\" and meta.created ew \"Z\" and meta.created co \":\"",
    "userName[value eq \"ann\"] or userName eq \"ED\"",
    "userName co \" \"",
    "title co \"%\"",
];

async fn list(client: &Client, path: &str, filter: Option<&str>) -> Vec<Value> {
    let filter: Vec<(&str, &str)> = filter.into_iter().map(|filter| ("filter", filter)).collect();
    let request = client.request(reqwest::Method::GET, path).query(&filter);
    // The names of members come on request.
    let all = [("attributes", "externalId,displayName,members,members.display,meta")];
    let request = if path == "/Groups" { request.query(&all) } else { request };
    let answer = crate::site::read(request.send().await.expect("an answer")).await;
    assert_eq!(answer.status, 200, "{filter:?}: {}", answer.body);
    let resources = answer.body["Resources"].as_array().expect("a list").clone();
    assert_eq!(answer.body["totalResults"], resources.len(), "{filter:?}");
    resources
}

async fn check(site: &Site) {
    let client = site.client("corp").await;
    fill(&client).await;
    let other = site.client("other").await;
    other.group("Theirs", &[&other.user("zoe@other.example").await]).await;
    let (mut asked, mut wrong) = (0, Vec::new());
    for kind in ResourceType::ALL {
        let all = list(&client, kind.endpoint(), None).await;
        let together = TOGETHER.iter().map(|filter| (*filter).to_owned());
        for text in filters(kind, &all).into_iter().chain(together) {
            let filter: Filter = text.parse().expect("a filter");
            if filter.check(kind).is_err() {
                continue;
            }
            let ids = |resources: &[Value]| resources.iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
            let expected: Vec<Value> = all.iter().filter(|one| filter.matches(kind, one)).cloned().collect();
            let found = list(&client, kind.endpoint(), Some(&text)).await;
            if ids(&found) != ids(&expected) {
                wrong.push(format!("{}: {text}: {} found, {} meant", kind.name(), found.len(), expected.len()));
            }
            asked += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 2_000, "every operator on every attribute: {asked} filters");
}

#[tokio::test]
async fn every_attribute_by_every_operator_on_sqlite() {
    check(&Site::new().await).await;
}

#[tokio::test]
async fn every_attribute_by_every_operator_on_postgres() {
    let postgres = TempPostgres::start().expect("a cluster");
    check(&Site::on(&postgres.url(), None).await).await;
}

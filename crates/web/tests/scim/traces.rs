//! Requests of real clients, one by one, as `vectors/*.json` have them.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::site::{Answer, Client, Site};

/// How often each request that must be repeatable is sent.
#[derive(Clone, Copy, PartialEq)]
enum Sent {
    Once,
    Twice,
}

async fn replay(trace: &str, sent: Sent) {
    let trace: Value = serde_json::from_str(trace).expect("a trace");
    let site = Site::new().await;
    let client = site.client(trace["client"].as_str().expect("a name")).await;
    let mut saved = HashMap::new();
    let mut requests = 0;
    for step in trace["steps"].as_array().expect("steps") {
        let repeatable = matches!(step["method"].as_str(), Some("GET" | "PUT" | "PATCH"));
        let times = if repeatable && sent == Sent::Twice { 2 } else { 1 };
        for _ in 0..times {
            perform(&client, step, &mut saved).await;
        }
        requests += times;
    }
    assert_eq!(site.log().await.len(), requests, "each request has its row");
}

async fn perform(client: &Client, step: &Value, saved: &mut HashMap<String, String>) {
    let name = step["name"].as_str().expect("a name");
    let path = filled(step["path"].as_str().expect("a path"), saved);
    let body = step.get("body").map(|body| filled(&body.to_string(), saved));
    let body = body.map(|text| serde_json::from_str(&text).expect("a body"));
    let answer = client.send(step["method"].as_str().expect("a method"), &path, body.as_ref()).await;
    check(name, &step["expect"], &answer, saved);
    for (key, pointer) in step["save"].as_object().into_iter().flatten() {
        let value = answer.body.pointer(pointer.as_str().expect("a pointer")).and_then(Value::as_str);
        saved.insert(key.clone(), value.expect(name).to_owned());
    }
}

fn check(name: &str, expect: &Value, answer: &Answer, saved: &HashMap<String, String>) {
    let Answer { status, body, .. } = answer;
    let wanted = &expect["status"];
    let is_wanted = wanted.as_array().map_or_else(|| *wanted == *status, |several| several.contains(&(*status).into()));
    assert!(is_wanted, "{name}: {status} {body}");
    for (pointer, value) in expect["values"].as_object().into_iter().flatten() {
        assert_eq!(body.pointer(pointer), Some(value), "{name}: {pointer} in {body}");
    }
    for pointer in expect["absent"].as_array().into_iter().flatten() {
        assert_eq!(body.pointer(pointer.as_str().expect("a pointer")), None, "{name}: {body}");
    }
    if let Some(members) = expect["members"].as_array() {
        let expected: BTreeSet<String> = members.iter().map(|id| filled(id.as_str().expect("an id"), saved)).collect();
        let found = body["members"].as_array().into_iter().flatten();
        let found = found.map(|member| member["value"].as_str().expect("an id").to_owned());
        assert_eq!(found.collect::<BTreeSet<_>>(), expected, "{name}: {body}");
    }
}

fn filled(text: &str, saved: &HashMap<String, String>) -> String {
    saved.iter().fold(text.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
}

#[tokio::test]
async fn jumpcloud() {
    replay(include_str!("../vectors/jumpcloud.json"), Sent::Once).await;
}

#[tokio::test]
async fn jumpcloud_that_sends_everything_twice() {
    replay(include_str!("../vectors/jumpcloud.json"), Sent::Twice).await;
}

#[tokio::test]
async fn okta() {
    replay(include_str!("../vectors/okta.json"), Sent::Once).await;
}

#[tokio::test]
async fn entra() {
    replay(include_str!("../vectors/entra.json"), Sent::Once).await;
}

//! Traces of real clients, request by request.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::provider::Provider;

fn replay(trace: &str) {
    let trace: Value = serde_json::from_str(trace).unwrap();
    let mut provider = Provider::default();
    let mut saved = HashMap::new();
    for step in trace["steps"].as_array().unwrap() {
        let name = step["name"].as_str().unwrap();
        let url = filled(step["path"].as_str().unwrap(), &saved);
        let body = step.get("body").map(|body| filled(&body.to_string(), &saved)).unwrap_or("null".to_owned());
        let (status, answer) =
            provider.handle(step["method"].as_str().unwrap(), &url, &serde_json::from_str(&body).unwrap());
        check(name, &step["expect"], status, &answer, &saved);
        for (key, pointer) in step["save"].as_object().into_iter().flatten() {
            let value = answer.pointer(pointer.as_str().unwrap()).and_then(Value::as_str).unwrap();
            saved.insert(key.clone(), value.to_owned());
        }
    }
}

fn check(name: &str, expect: &Value, status: u16, answer: &Value, saved: &HashMap<String, String>) {
    let wanted = &expect["status"];
    let is_wanted = wanted.as_array().map_or_else(|| *wanted == status, |several| several.contains(&status.into()));
    assert!(is_wanted, "{name}: {status} {answer}");
    for (pointer, value) in expect["values"].as_object().into_iter().flatten() {
        assert_eq!(answer.pointer(pointer), Some(value), "{name}: {pointer} in {answer}");
    }
    for pointer in expect["absent"].as_array().into_iter().flatten() {
        assert_eq!(answer.pointer(pointer.as_str().unwrap()), None, "{name}: {answer}");
    }
    if let Some(members) = expect["members"].as_array() {
        let expected: BTreeSet<String> = members.iter().map(|id| filled(id.as_str().unwrap(), saved)).collect();
        let found = answer["members"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|member| member["value"].as_str().unwrap().to_owned());
        assert_eq!(found.collect::<BTreeSet<_>>(), expected, "{name}: {answer}");
    }
}

fn filled(text: &str, saved: &HashMap<String, String>) -> String {
    saved.iter().fold(text.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
}

#[test]
fn jumpcloud() {
    replay(include_str!("../vectors/jumpcloud.json"));
}

#[test]
fn okta() {
    replay(include_str!("../vectors/okta.json"));
}

#[test]
fn entra() {
    replay(include_str!("../vectors/entra.json"));
}

//! Requests of real clients, one by one, as `vectors/*.json` have them: once, twice each, and all clients at once.

use std::collections::{BTreeSet, HashMap};

use keyfold_testkit::postgres::TempPostgres;
use serde_json::{Value, json};

use crate::site::{Answer, Client, Site};

const TRACES: [&str; 3] = [
    include_str!("../vectors/jumpcloud.json"),
    include_str!("../vectors/okta.json"),
    include_str!("../vectors/entra.json"),
];

/// How often each request is sent.
#[derive(Clone, Copy, PartialEq)]
enum Sent {
    Once,
    Twice,
}

/// Replays a trace by this client, and says how many requests that was.
async fn replay(client: &Client, trace: &str, sent: Sent) -> usize {
    let trace: Value = serde_json::from_str(trace).expect("a trace");
    let mut saved = HashMap::new();
    let mut requests = 0;
    for step in trace["steps"].as_array().expect("steps") {
        perform(client, step, &mut saved).await;
        requests += 1;
        if sent == Sent::Twice {
            perform(client, &again(step), &mut saved).await;
            requests += 1;
        }
    }
    requests
}

/// The same step once more: what makes a resource clashes with it, what deletes one finds it gone, and all the rest is
/// answered as before.
fn again(step: &Value) -> Value {
    let mut again = step.clone();
    let status = match step["method"].as_str().expect("a method") {
        "POST" => 409,
        "DELETE" => 404,
        _ => return again,
    };
    again["expect"] = json!({ "status": status });
    again["save"] = json!({});
    again
}

/// A trace with names of its own: those of this domain.
fn of_domain(trace: &str, domain: &str) -> String {
    trace.replace("corp.example", domain)
}

async fn check(trace: &str, sent: Sent) {
    let site = Site::new().await;
    let client = site.client("corp").await;
    let requests = replay(&client, trace, sent).await;
    assert_eq!(site.log().await.len(), requests, "each request has its row");
}

async fn perform(client: &Client, step: &Value, saved: &mut HashMap<String, String>) {
    let name = step["name"].as_str().expect("a name");
    let path = filled(step["path"].as_str().expect("a path"), saved);
    let body = step.get("body").map(|body| filled(&body.to_string(), saved));
    let body = body.map(|text| serde_json::from_str(&text).expect("a body"));
    let answer = client.send(step["method"].as_str().expect("a method"), &path, body.as_ref()).await;
    check_answer(name, &step["expect"], &answer, saved);
    for (key, pointer) in step["save"].as_object().into_iter().flatten() {
        let value = answer.body.pointer(pointer.as_str().expect("a pointer")).and_then(Value::as_str);
        saved.insert(key.clone(), value.expect(name).to_owned());
    }
}

fn check_answer(name: &str, expect: &Value, answer: &Answer, saved: &HashMap<String, String>) {
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
    check(TRACES[0], Sent::Once).await;
}

#[tokio::test]
async fn okta() {
    check(TRACES[1], Sent::Once).await;
}

#[tokio::test]
async fn entra() {
    check(TRACES[2], Sent::Once).await;
}

#[tokio::test]
async fn jumpcloud_that_sends_everything_twice() {
    check(TRACES[0], Sent::Twice).await;
}

#[tokio::test]
async fn okta_that_sends_everything_twice() {
    check(TRACES[1], Sent::Twice).await;
}

#[tokio::test]
async fn entra_that_sends_everything_twice() {
    check(TRACES[2], Sent::Twice).await;
}

/// Three connections, and in each a client that knows of no other.
async fn check_side_by_side(site: &Site) {
    let mut replays = Vec::new();
    for (trace, domain) in TRACES.into_iter().zip(["jumpcloud.example", "okta.example", "entra.example"]) {
        let (client, trace) = (site.client(domain).await, of_domain(trace, domain));
        replays.push((domain, client.clone(), tokio::spawn(async move { replay(&client, &trace, Sent::Twice).await })));
    }
    let mut requests = 0;
    for (domain, client, replay) in replays {
        requests += replay.await.expect(domain);
        let people = client.get("/Users").await.body;
        let names: Vec<&str> =
            people["Resources"].as_array().expect("a list").iter().filter_map(|one| one["userName"].as_str()).collect();
        assert!(!names.is_empty() && names.iter().all(|name| name.ends_with(domain)), "{domain}: {names:?}");
        requests += 1;
    }
    assert_eq!(site.log().await.len(), requests, "each request has its row");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_three_at_once_in_three_connections_on_sqlite() {
    check_side_by_side(&Site::new().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_three_at_once_in_three_connections_on_postgres() {
    let postgres = TempPostgres::start().expect("a cluster");
    check_side_by_side(&Site::on(&postgres.url(), None).await).await;
}

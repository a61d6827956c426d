//! Changes that come together lose nothing (S17), on both databases.

use std::collections::BTreeSet;

use keyfold_testkit::postgres::TempPostgres;
use serde_json::{Value, json};

use crate::site::{Client, Site};

const AT_ONCE: usize = 50;

/// Sends all of these operations at once, each as a PATCH of its own, and checks each one's status.
async fn patch_at_once(client: &Client, path: &str, operations: Vec<Value>, status: u16) {
    let patches = operations.into_iter().map(|operation| {
        let (client, path) = (client.clone(), path.to_owned());
        tokio::spawn(async move { client.patch(&path, json!([operation])).await })
    });
    for patch in patches.collect::<Vec<_>>() {
        let answer = patch.await.expect("sent");
        assert_eq!(answer.status, status, "{}", answer.body);
    }
}

async fn check_group(site: &Site) {
    let client = site.client("corp").await;
    let group = client.group("Finance", &[]).await;
    let mut people = Vec::new();
    for index in 0..AT_ONCE {
        people.push(client.user(&format!("u{index}")).await);
    }
    let path = format!("/Groups/{group}");
    let adds = people.iter().map(|id| json!({"op": "Add", "path": "members", "value": [{"$ref": null, "value": id}]}));
    patch_at_once(&client, &path, adds.collect(), 204).await;
    let members: BTreeSet<String> = client.members(&group).await.into_iter().collect();
    assert_eq!(members, people.iter().cloned().collect());
    assert_eq!(client.get(&path).await.header("etag"), "W/\"51\"", "each was a version of its own");
    let (leaving, staying) = people.split_at(AT_ONCE / 2);
    let removes = leaving.iter().map(|id| json!({"op": "remove", "path": format!("members[value eq \"{id}\"]")}));
    patch_at_once(&client, &path, removes.collect(), 204).await;
    let members: BTreeSet<String> = client.members(&group).await.into_iter().collect();
    assert_eq!(members, staying.iter().cloned().collect());
}

async fn check_user(site: &Site) {
    let client = site.client("corp").await;
    let ann = client.user("ann").await;
    let path = format!("/Users/{ann}");
    let numbers: BTreeSet<String> = (0..AT_ONCE).map(|index| format!("+33 {index}")).collect();
    let adds = numbers.iter().map(|number| json!({"op": "add", "path": "phoneNumbers", "value": [{"value": number}]}));
    patch_at_once(&client, &path, adds.collect(), 200).await;
    let kept = client.get(&path).await;
    let kept_numbers = kept.body["phoneNumbers"].as_array().expect("numbers").iter();
    assert_eq!(
        kept_numbers.filter_map(|one| one["value"].as_str().map(str::to_owned)).collect::<BTreeSet<_>>(),
        numbers
    );
    assert_eq!(kept.header("etag"), "W/\"51\"", "each was a version of its own");
    for number in &numbers {
        let found = client.request(reqwest::Method::GET, "/Users");
        let found = found.query(&[("filter", format!("phoneNumbers.value eq \"{number}\""))]).send().await;
        assert_eq!(crate::site::read(found.expect("an answer")).await.body["totalResults"], 1, "{number}");
    }
}

/// Of many changes that are each meant for the same version, one is made.
async fn check_versions(site: &Site) {
    let client = site.client("corp").await;
    let ann = client.user("ann").await;
    let changes = (0..AT_ONCE).map(|index| {
        let request = client.request(reqwest::Method::PATCH, &format!("/Users/{ann}")).header("if-match", "W/\"1\"");
        let body = json!({"Operations": [{"op": "replace", "path": "title", "value": format!("t{index}")}]});
        tokio::spawn(async move { request.body(body.to_string()).send().await.expect("an answer").status().as_u16() })
    });
    let mut statuses = Vec::new();
    for change in changes.collect::<Vec<_>>() {
        statuses.push(change.await.expect("sent"));
    }
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!(statuses[1..].iter().all(|status| *status == 412), "{statuses:?}");
    let stale = client.request(reqwest::Method::DELETE, &format!("/Users/{ann}")).header("if-match", "W/\"1\"");
    assert_eq!(stale.send().await.expect("an answer").status(), 412, "nor does a DELETE of another version delete");
    assert_eq!(client.get(&format!("/Users/{ann}")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s17_fifty_patches_at_once_lose_nothing_on_sqlite() {
    check_group(&Site::new().await).await;
    check_user(&Site::new().await).await;
    check_versions(&Site::new().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s17_fifty_patches_at_once_lose_nothing_on_postgres() {
    for check in 0..3 {
        let postgres = TempPostgres::start().expect("a cluster");
        let site = Site::on(&postgres.url(), None).await;
        match check {
            0 => check_group(&site).await,
            1 => check_user(&site).await,
            _ => check_versions(&site).await,
        }
    }
}

//! What is open ends with its session: streams break off, uploads leave nothing, pages are told of other changes.

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use http::Method;
use keyfold_identity::{Admission, UserEdit};
use serde_json::json;

use super::site::Site;

/// More than what a socket and the buffers on the way take without a reader.
const BIG: usize = 64 * 1024 * 1024;

async fn switch_off(site: &Site, user: keyfold_model::UserId) {
    let edit = UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() };
    site.identity.users.update(&site.admin_right(), user, edit).await.expect("switched off");
}

#[tokio::test]
async fn a_download_in_flight_breaks_off() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (ann, client) = site.member("ann").await;
    admin.folder("docs").await;
    admin.upload("docs/big", vec![7_u8; BIG]).await.expect(201);
    admin.grant("docs", "ann", "readonly").await;
    let response = client.request(Method::GET, "/api/rest/v1/files/docs/big").send().await.expect("an answer");
    let mut content = response.bytes_stream();
    let first = content.next().await.expect("a chunk").expect("bytes");
    switch_off(&site, ann.id).await;
    let mut received = first.len();
    let broken = loop {
        match content.next().await {
            Some(Ok(chunk)) => received += chunk.len(),
            Some(Err(_)) => break true,
            None => break false,
        }
    };
    assert!(broken && received < BIG, "{received} of {BIG} bytes came");
    client.get("/api/v1/me").await.expect(401);
    admin.get("/api/v1/me").await.expect(200);
}

#[tokio::test]
async fn an_upload_in_flight_leaves_nothing() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (ann, client) = site.member("ann").await;
    admin.folder("in").await;
    admin.grant("in", "ann", "full").await;
    let (sender, receiver) = tokio::sync::mpsc::channel::<Bytes>(1);
    let pieces = stream::unfold(receiver, |mut receiver| async {
        let piece = receiver.recv().await?;
        Some((Ok::<_, std::io::Error>(piece), receiver))
    });
    let upload = client.request(Method::PUT, "/api/rest/v1/files/in/a.bin").body(reqwest::Body::wrap_stream(pieces));
    let upload = tokio::spawn(upload.send());
    for _ in 0..8 {
        sender.send(Bytes::from(vec![7; 1024 * 1024])).await.expect("taken");
    }
    switch_off(&site, ann.id).await;
    let answer = upload.await.expect("joined");
    assert!(answer.is_err() || answer.is_ok_and(|answer| answer.status() == 401));
    assert_eq!(admin.get("/api/rest/v1/folders/in").await.expect(200).names(), Vec::<String>::new());
}

#[tokio::test]
async fn an_address_of_a_download_dies_with_its_session() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (ann, client) = site.member("ann").await;
    admin.folder("docs").await;
    admin.upload("docs/a.txt", "a").await.expect(201);
    admin.grant("docs", "ann", "full").await;
    let described = client.with("accept", "application/json").get("/api/rest/v1/files/docs/a.txt").await.json();
    let download = described["download_uri"].as_str().expect("an address").to_owned();
    let begun = client.post("/api/rest/v1/file_actions/begin_upload/docs/b.txt", json!({})).await.expect(200).json();
    let upload = begun[0]["upload_uri"].as_str().expect("an address").to_owned();
    site.stranger().get(&download).await.expect(200);
    switch_off(&site, ann.id).await;
    site.stranger().get(&download).await.expect(404);
    let part = site.stranger().request(Method::PUT, &upload).body("b");
    super::site::Answer::read(part).await.expect(404);
}

#[tokio::test]
async fn an_open_page_is_told_of_changed_access_and_ends_with_its_session() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (ann, client) = site.member("ann").await;
    admin.folder("docs").await;
    let response = client.request(Method::GET, "/api/v1/events").send().await.expect("an answer");
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut events = response.bytes_stream();
    let mut next =
        async || events.next().await.map(|event| event.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    assert!(next().await.expect("an event").expect("text").contains("ready"));
    admin.grant("docs", "ann", "readonly").await;
    assert!(next().await.expect("an event").expect("text").contains("access_changed"));
    switch_off(&site, ann.id).await;
    while let Some(Ok(_)) = next().await {}
    client.get("/api/v1/events").await.expect(401);
}

#[tokio::test]
async fn who_ends_their_own_session_is_told_so() {
    let site = Site::new().await;
    let root = site.person("root", keyfold_model::SiteRole::Admin).await;
    site.admin().await;
    let client = site.client_of(&root, keyfold_identity::PermissionSet::Full).await;
    let change = json!({ "disabled": true });
    let answer = client.patch(&format!("/api/rest/v1/users/{}", root.id), change).await.expect(401);
    answer.assert_error("not-authenticated/invalid-session");
}

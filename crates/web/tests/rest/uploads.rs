//! Content on its way up: whole or not at all, in one piece or in parts.

use bytes::Bytes;
use futures::stream;
use http::Method;
use serde_json::json;

use super::site::{Answer, Client, Site};

async fn with_folder() -> (Site, Client) {
    let site = Site::new().await;
    let admin = site.admin().await;
    admin.folder("in").await;
    (site, admin)
}

#[tokio::test]
async fn a_file_is_stored_replaced_moved_copied_and_deleted() {
    let (_site, admin) = with_folder().await;
    let made = admin.upload("in/a.txt", "first").await.expect(201).json();
    assert_eq!((&made["path"], &made["size"]), (&json!("in/a.txt"), &json!(5)));
    admin.upload("in/a.txt", "second").await.expect(201);
    assert_eq!(admin.get("/api/rest/v1/files/in/a.txt").await.text, "second");
    let to = |destination: &str| json!({ "destination": destination });
    admin.post("/api/rest/v1/file_actions/copy/in/a.txt", to("in/b.txt")).await.expect(200);
    admin.post("/api/rest/v1/file_actions/move/in/a.txt", to("in/c.txt")).await.expect(200);
    assert_eq!(admin.get("/api/rest/v1/folders/in").await.names(), ["b.txt", "c.txt"]);
    let taken = admin.post("/api/rest/v1/file_actions/move/in/b.txt", to("in/c.txt")).await.expect(409);
    taken.assert_error("processing-failure/destination-exists");
    let over = json!({ "destination": "in/c.txt", "overwrite": true });
    admin.post("/api/rest/v1/file_actions/move/in/b.txt", over).await.expect(200);
    admin.delete("/api/rest/v1/files/in").await.expect(422).assert_error("processing-failure/folder-not-empty");
    admin.delete("/api/rest/v1/files/in/c.txt").await.expect(204);
    admin.delete("/api/rest/v1/files/in").await.expect(204);
    admin.get("/api/rest/v1/folders/in").await.expect(404);
}

#[tokio::test]
async fn an_upload_under_a_condition_overwrites_nothing_else() {
    let (_site, admin) = with_folder().await;
    let first = admin.upload("in/a.txt", "first").await.expect(201).json();
    let etag = format!("\"{}\"", first["etag"].as_str().expect("a text"));
    let fresh = admin.with("if-none-match", "*");
    fresh.upload("in/a.txt", "again").await.expect(409);
    fresh.upload("in/b.txt", "new").await.expect(201);
    admin.with("if-match", &etag).upload("in/a.txt", "second").await.expect(201);
    let stale = admin.with("if-match", &etag).upload("in/a.txt", "third").await.expect(412);
    stale.assert_error("processing-failure/precondition-failed");
    assert_eq!(admin.get("/api/rest/v1/files/in/a.txt").await.text, "second");
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let (_site, admin) = with_folder().await;
    let pieces = stream::iter([Ok(Bytes::from_static(b"half")), Err(std::io::Error::other("the client goes away"))]);
    let request = admin.request(Method::PUT, "/api/rest/v1/files/in/a.txt").body(reqwest::Body::wrap_stream(pieces));
    request.send().await.expect_err("broken off");
    let committed = admin.get("/api/rest/v1/history?action=create&outcome=ok&path=in/a.txt").await.expect(200).json();
    assert_eq!(committed, json!([]), "no file was made");
}

#[tokio::test]
async fn folders_above_are_made_where_that_is_asked_for() {
    let (_site, admin) = with_folder().await;
    admin.upload("in/x/y/a.txt", "deep").await.expect(404);
    let path = "/api/rest/v1/files/in/x/y/a.txt?mkdir_parents=true&provided_mtime=2020-01-02T03:04:05Z";
    let made = Answer::read(admin.request(Method::PUT, path).body("deep")).await.expect(201).json();
    assert_eq!(made["mtime"], "2020-01-02T03:04:05Z");
    let touched = json!({ "provided_mtime": "2021-01-02T03:04:05Z" });
    let touched = admin.patch("/api/rest/v1/files/in/x/y/a.txt", touched).await.expect(200).json();
    assert_eq!(touched["mtime"], "2021-01-02T03:04:05Z");
    admin.delete("/api/rest/v1/files/in/x?recursive=true").await.expect(204);
}

#[tokio::test]
async fn parts_become_one_file_in_any_order() {
    let (site, admin) = with_folder().await;
    let begin = json!({ "parts": 2, "mkdir_parents": true });
    let begun = admin.post("/api/rest/v1/file_actions/begin_upload/in/deep/big.bin", begin).await.expect(200).json();
    let part_length = usize::try_from(begun[0]["partsize"].as_u64().expect("a length")).expect("it fits");
    let (first, second) = (vec![b'a'; part_length], b"tail".to_vec());
    let send = async |index: usize, content: Vec<u8>| {
        let address = begun[index]["upload_uri"].as_str().expect("an address");
        Answer::read(site.stranger().request(Method::PUT, address).body(content)).await
    };
    assert!(!send(1, second).await.expect(200).header("etag").is_empty());
    let end = |size: usize| json!({ "action": "end", "ref": begun[0]["ref"], "size": size });
    send(0, vec![b'x'; part_length + 1]).await.expect(400).assert_error("bad-request/invalid-upload-offset");
    send(0, first).await.expect(200);
    let path = "/api/rest/v1/files/in/deep/big.bin";
    admin.post(path, end(part_length + 5)).await.expect(400);
    let made = admin.post(path, end(part_length + 4)).await.expect(201).json();
    assert_eq!(made["size"], part_length + 4);
    let tail = admin.with("range", "bytes=-5").get(path).await.expect(206);
    assert_eq!(tail.text, "atail");
    admin.post(path, end(part_length + 4)).await.expect(404);
    send(0, b"late".to_vec()).await.expect(404);
}

#[tokio::test]
async fn an_upload_in_parts_belongs_to_who_began_it() {
    let (site, admin) = with_folder().await;
    let (_, ann) = site.member("ann").await;
    admin.grant("in", "ann", "full").await;
    let begun = admin.post("/api/rest/v1/file_actions/begin_upload/in/a.bin", json!({})).await.expect(200).json();
    let end = json!({ "action": "end", "ref": begun[0]["ref"] });
    ann.post("/api/rest/v1/files/in/a.bin", end.clone()).await.expect(404);
    admin.post("/api/rest/v1/files/in/other.bin", end).await.expect(404);
    let guess = site.stranger().request(Method::PUT, "/api/v1/uploads/guess/1").body("x");
    Answer::read(guess).await.expect(404).assert_error("not-found");
}

#[tokio::test]
async fn a_json_body_is_an_order_and_not_a_file() {
    let (_site, admin) = with_folder().await;
    let refused = admin.post("/api/rest/v1/files/in/a.json", json!({ "size": 3 })).await.expect(400);
    assert!(refused.text.contains("PUT"), "{}", refused.text);
    let empty = json!({ "action": "put", "size": 0 });
    assert_eq!(admin.post("/api/rest/v1/files/in/empty", empty).await.expect(201).json()["size"], 0);
    let plain = admin.request(Method::POST, "/api/rest/v1/files/in/b.txt").header("content-type", "text/plain");
    Answer::read(plain.body("text")).await.expect(201);
}

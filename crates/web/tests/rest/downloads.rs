//! Content on its way down: ranges, conditions, headers, and what Files.com's clients expect.

use http::Method;

use super::site::{Answer, Client, Site};

const FILE: &str = "/api/rest/v1/files/docs/report.txt";

async fn with_file() -> (Site, Client) {
    let site = Site::new().await;
    let admin = site.admin().await;
    admin.folder("docs").await;
    admin.upload("docs/report.txt", "0123456789").await.expect(201);
    (site, admin)
}

#[tokio::test]
async fn a_range_is_sent_alone() {
    let (_site, admin) = with_file().await;
    for (range, status, content, header) in [
        ("bytes=2-4", 206, "234", "bytes 2-4/10"),
        ("bytes=-3", 206, "789", "bytes 7-9/10"),
        ("bytes=8-", 206, "89", "bytes 8-9/10"),
        ("bytes=0-1,4-5", 200, "0123456789", ""),
    ] {
        let answer = admin.with("range", range).get(FILE).await.expect(status);
        assert_eq!((answer.text.as_str(), answer.header("content-range")), (content, header), "{range}");
    }
    let behind = admin.with("range", "bytes=10-").get(FILE).await.expect(416);
    assert_eq!(behind.header("content-range"), "bytes */10");
    behind.assert_error("bad-request/range-not-satisfiable");
}

#[tokio::test]
async fn what_the_client_has_is_not_sent_again() {
    let (_site, admin) = with_file().await;
    let first = admin.get(FILE).await.expect(200);
    let etag = first.header("etag").to_owned();
    admin.with("if-none-match", &etag).get(FILE).await.expect(304);
    admin.with("if-modified-since", first.header("last-modified")).get(FILE).await.expect(304);
    let resumed = admin.with("range", "bytes=5-").with("if-range", &etag);
    assert_eq!(resumed.get(FILE).await.expect(206).text, "56789");
    admin.upload("docs/report.txt", "other").await.expect(201);
    assert_eq!(admin.with("if-none-match", &etag).get(FILE).await.expect(200).text, "other");
    assert_eq!(resumed.get(FILE).await.expect(200).text, "other");
    admin.with("if-match", &etag).get(FILE).await.expect(412);
}

#[tokio::test]
async fn the_head_alone_is_no_download() {
    let (_site, admin) = with_file().await;
    let head = Answer::read(admin.request(Method::HEAD, FILE)).await.expect(200);
    assert_eq!((head.header("content-length"), head.text.as_str()), ("10", ""));
    let reads = admin.get("/api/rest/v1/history?action=read").await.expect(200).json();
    assert_eq!(reads, serde_json::json!([]));
    admin.get(FILE).await.expect(200);
    let reads = admin.get("/api/rest/v1/history?action=read").await.expect(200).json();
    assert_eq!(reads.as_array().expect("a list").len(), 1);
}

#[tokio::test]
async fn content_never_runs_with_the_power_of_the_site() {
    let (_site, admin) = with_file().await;
    for name in ["page.html", "picture.svg", "script.js", "unknown"] {
        admin.upload(&format!("docs/{name}"), "<script>alert(1)</script>").await.expect(201);
        let answer = admin.get(&format!("/api/rest/v1/files/docs/{name}")).await.expect(200);
        assert_eq!(answer.header("content-type"), "application/octet-stream", "{name}");
        assert!(answer.header("content-disposition").starts_with("attachment"), "{name}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").starts_with("sandbox"), "{name}");
    }
    assert!(admin.get(FILE).await.header("content-security-policy").starts_with("sandbox"));
}

#[tokio::test]
async fn a_client_of_files_com_follows_an_address_that_needs_no_proof() {
    let (site, admin) = with_file().await;
    let described = admin.with("accept", "application/json").get(FILE).await.expect(200).json();
    assert_eq!((&described["type"], &described["size"]), (&"file".into(), &10.into()));
    let address = described["download_uri"].as_str().expect("an address");
    assert_eq!(site.stranger().get(address).await.expect(200).text, "0123456789");
    assert_eq!(site.stranger().with("range", "bytes=0-0").get(address).await.expect(206).text, "0");
    site.clock.advance(std::time::Duration::from_secs(3600));
    site.stranger().get(address).await.expect(404);
    site.stranger().get("/api/v1/downloads/guess").await.expect(404).assert_error("not-found");
}

#[tokio::test]
async fn a_folder_is_no_file_and_a_path_that_is_none_is_refused_by_name() {
    let (_site, admin) = with_file().await;
    admin.get("/api/rest/v1/files/docs").await.expect(400).assert_error("bad-request/cannot-download-directory");
    for (path, reason) in [("a%2F..%2Fb", "'..'"), ("a%00b", "NUL"), ("%ff", "UTF-8")] {
        let answer = admin.get(&format!("/api/rest/v1/files/{path}")).await.expect(400);
        answer.assert_error("bad-request/invalid-path");
        assert!(answer.text.contains(reason), "{}", answer.text);
    }
}

#[tokio::test]
async fn a_folder_is_listed_page_by_page() {
    let (_site, admin) = with_file().await;
    for name in ["a", "b", "c"] {
        admin.upload(&format!("docs/{name}"), name).await.expect(201);
    }
    let first = admin.get("/api/rest/v1/folders/docs?per_page=3").await.expect(200);
    assert_eq!(first.names(), ["a", "b", "c"]);
    let second = format!("/api/rest/v1/folders/docs?per_page=3&cursor={}", first.header("x-files-cursor"));
    let second = admin.get(&second).await.expect(200);
    assert_eq!((second.names(), second.header("x-files-cursor")), (vec!["report.txt".to_owned()], ""));
    assert_eq!(admin.get("/api/rest/v1/folders/?search=PORT").await.expect(200).names(), ["report.txt"]);
    let found = admin.get("/api/rest/v1/file_actions/find/docs%2Freport.txt").await.expect(200).json();
    assert_eq!(found["path"], "docs/report.txt");
}

//! Seats over REST.

use serde_json::json;

use super::site::Site;

#[tokio::test]
async fn seats_are_counted_listed_and_exported() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (_, ann) = site.member("=ann").await;
    ann.get("/api/v1/me").await.expect(200);
    let seats = admin.get("/api/v1/seats").await.expect(200).json();
    assert_eq!((&seats["now"], &seats["highest_30_days"], &seats["cap"]), (&json!(2), &json!(2), &json!(null)));
    let days = admin.get("/api/v1/seats/history?days=7").await.expect(200).json();
    assert_eq!(days, json!([{ "day": "2026-11-24", "highest": 2 }]));
    admin.get("/api/v1/seats/history?days=0").await.expect(400);
    let first = admin.get("/api/v1/seats/people?per_page=1").await.expect(200);
    let cursor = first.header("x-files-cursor").to_owned();
    let second = admin.get(&format!("/api/v1/seats/people?per_page=1&cursor={cursor}")).await.expect(200).json();
    assert_eq!(second[0]["username"], "=ann");
    let csv = admin.get("/api/v1/seats/export").await.expect(200);
    let lines: Vec<&str> = csv.text.lines().collect();
    assert_eq!(lines[0], "username,name,active,since,last_signed_in_at,held_until");
    assert!(lines[2].starts_with("'=ann,"), "no formula: {}", lines[2]);
    assert_eq!(lines.len(), 3);
}

#[tokio::test]
async fn the_cap_refuses_a_new_first_sign_in_with_words_and_nobody_else() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (_, ann) = site.member("ann").await;
    ann.get("/api/v1/me").await.expect(200);
    admin.put("/api/v1/seats/cap", json!({ "cap": 2 })).await.expect(204);
    let (_, bob) = site.member("bob").await;
    let refused = bob.get("/api/v1/me").await.expect(403);
    assert!(refused.json()["error"].as_str().expect("words").contains("All seats of this site are taken"));
    ann.get("/api/v1/me").await.expect(200);
    ann.put("/api/v1/seats/cap", json!({ "cap": null })).await.expect(403);
    admin.put("/api/v1/seats/cap", json!({ "cap": null })).await.expect(204);
    bob.get("/api/v1/me").await.expect(200);
}

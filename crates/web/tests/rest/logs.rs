//! The audit log: who sees what of it, and how it leaves.

use serde_json::json;

use super::site::Site;

#[tokio::test]
async fn an_export_follows_the_filter_and_is_on_record_itself() {
    let site = Site::new().await;
    let admin = site.admin().await;
    admin.folder("finance").await;
    let csv = admin.get("/api/v1/audit/export?path=finance").await.expect(200);
    assert!(csv.header("content-disposition").contains("audit-log.csv"));
    assert_eq!(csv.text.lines().count(), 2, "a heading and the folder: {}", csv.text);
    let lines = admin.get("/api/v1/audit/export?format=jsonl&action=export").await.expect(200);
    let rows: Vec<serde_json::Value> =
        lines.text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(rows.len(), 2, "{}", lines.text);
    assert_eq!(rows[0]["actor_name"], "test");
    admin.get("/api/v1/audit/export?outcome=splendid").await.expect(400);
}

#[tokio::test]
async fn a_log_that_nobody_touched_is_intact() {
    let site = Site::new().await;
    let admin = site.admin().await;
    admin.folder("finance").await;
    let found = admin.get("/api/v1/audit/verify").await.expect(200).json();
    assert_eq!((&found["intact"], &found["first_broken"]), (&json!(true), &json!(null)));
    assert!(found["rows"].as_u64().expect("a number") > 2, "{found}");
}

#[tokio::test]
async fn the_history_of_a_folder_keeps_what_a_fence_keeps() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (_, ann) = site.member("ann").await;
    admin.folder("finance/payroll").await;
    admin.grant("finance", "ann", "history").await;
    admin.upload("finance/report.txt", "figures").await.expect(201);
    admin.upload("finance/payroll/salaries.txt", "secret").await.expect(201);
    let history = "/api/rest/v1/history/folders/finance";
    assert!(ann.get(history).await.expect(200).text.contains("salaries"));
    let fence = json!({ "path": "finance/payroll", "behavior": "permission_fence" });
    admin.post("/api/rest/v1/behaviors", fence).await.expect(201);
    let moved = json!({ "destination": "finance/payroll/report.txt" });
    admin.post("/api/rest/v1/file_actions/move/finance/report.txt", moved).await.expect(200);
    let seen = ann.get(history).await.expect(200);
    assert!(seen.text.contains("finance/report.txt"), "{}", seen.text);
    assert!(!seen.text.contains("payroll"), "{}", seen.text);
    assert!(admin.get(history).await.expect(200).text.contains("salaries"));
    ann.get("/api/rest/v1/history/folders/finance/payroll").await.expect(404);
    ann.get("/api/rest/v1/history").await.expect(403);
}

#[tokio::test]
async fn a_reader_without_history_is_refused_it() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (_, ann) = site.member("ann").await;
    admin.folder("finance").await;
    admin.grant("finance", "ann", "full").await;
    let refused = ann.get("/api/rest/v1/history/folders/finance").await;
    refused.expect(403).assert_error("not-authorized/history-permission-required");
}

#[tokio::test]
async fn the_scim_log_is_kept_as_long_as_an_admin_says() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let days = || admin.get("/api/v1/scim_logs/retention");
    assert_eq!(days().await.expect(200).json()["days"], 180);
    admin.put("/api/v1/scim_logs/retention", json!({ "days": 30 })).await.expect(204);
    assert_eq!(days().await.expect(200).json()["days"], 30);
    admin.put("/api/v1/scim_logs/retention", json!({ "days": 0 })).await.expect(422);
    let (_, ann) = site.member("ann").await;
    ann.put("/api/v1/scim_logs/retention", json!({ "days": 1 })).await.expect(403);
}

//! Fences over REST.

use serde_json::json;

use super::site::Site;

#[tokio::test]
async fn a_fence_stops_what_comes_from_above_until_it_is_taken_away() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (_, ann) = site.member("ann").await;
    admin.folder("finance/payroll").await;
    admin.grant("finance", "ann", "full").await;
    ann.get("/api/rest/v1/folders/finance/payroll").await.expect(200);
    let new = json!({ "path": "finance/payroll", "behavior": "permission_fence" });
    let fence = admin.post("/api/rest/v1/behaviors", new).await.expect(201).json();
    assert_eq!((&fence["path"], &fence["value"]["fenced_permissions"]), (&json!("finance/payroll"), &json!("all")));
    ann.get("/api/rest/v1/folders/finance/payroll").await.expect(404);
    let path = format!("/api/rest/v1/behaviors/{}", fence["id"]);
    let softer = json!({ "value": { "fenced_permissions": "all_except_admin" } });
    let changed = admin.patch(&path, softer).await.expect(200).json();
    assert_eq!(changed["value"]["fenced_permissions"], "all_except_admin");
    assert_eq!(admin.get(&path).await.expect(200).json(), changed);
    admin.delete(&path).await.expect(204);
    ann.get("/api/rest/v1/folders/finance/payroll").await.expect(200);
    admin.get(&path).await.expect(404).assert_error("not-found");
}

#[tokio::test]
async fn fences_are_listed_to_those_who_administer_their_folders() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (_, ann) = site.member("ann").await;
    for path in ["finance/payroll/2026", "legal/closed"] {
        admin.folder(path).await;
    }
    for path in ["finance/payroll", "finance/payroll/2026", "legal/closed"] {
        let value = json!({ "fenced_permissions": "all_except_admin" });
        let new = json!({ "path": path, "behavior": "permission_fence", "value": value });
        admin.post("/api/rest/v1/behaviors", new).await.expect(201);
    }
    admin.grant("finance", "ann", "admin").await;
    let paths = |list: &serde_json::Value| -> Vec<String> {
        let list = list.as_array().expect("a list");
        list.iter().map(|fence| fence["path"].as_str().expect("a path").to_owned()).collect()
    };
    assert_eq!(paths(&admin.get("/api/rest/v1/behaviors").await.expect(200).json()).len(), 3);
    let mut hers = paths(&ann.get("/api/rest/v1/behaviors").await.expect(200).json());
    hers.sort();
    assert_eq!(hers, ["finance/payroll", "finance/payroll/2026"]);
    let here = "/api/rest/v1/behaviors/folders/finance/payroll/2026";
    assert_eq!(paths(&ann.get(here).await.expect(200).json()), ["finance/payroll/2026"]);
    let way = ann.get(&format!("{here}?ancestor_behaviors=true")).await.expect(200).json();
    assert_eq!(paths(&way), ["finance/payroll", "finance/payroll/2026"]);
    ann.get("/api/rest/v1/behaviors/folders/legal/closed").await.expect(404);
}

#[tokio::test]
async fn a_setting_that_is_not_built_says_so() {
    let site = Site::new().await;
    let admin = site.admin().await;
    admin.folder("finance").await;
    let new = json!({ "path": "finance", "behavior": "webhook" });
    admin.post("/api/rest/v1/behaviors", new).await.expect(501).assert_error("not-implemented/not-built");
}

//! Why somebody reaches a folder, in words that a page can show.

use serde_json::json;

use super::site::Site;

#[tokio::test]
async fn an_explanation_names_groups_and_folders() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (ann, her) = site.member("ann").await;
    admin.folder("finance/payroll").await;
    let group = admin.post("/api/rest/v1/groups", json!({ "name": "Finance" })).await.expect(201).json();
    let member = json!({ "group_id": group["id"], "user_id": ann.id });
    admin.post("/api/rest/v1/group_users", member).await.expect(201);
    let grant = json!({ "path": "finance", "group_id": group["id"], "permission": "readonly" });
    admin.post("/api/rest/v1/permissions", grant).await.expect(201);
    let here = admin.get("/api/v1/access/explain?username=ann&path=finance/payroll").await.expect(200).json();
    assert_eq!(here["grants"][0]["path"], "finance");
    assert_eq!(here["grants"][0]["through"]["names"], json!(["Finance"]));
    assert_eq!(here["capabilities"], json!(["list", "preview", "read"]));
    assert_eq!(here["stopped"], json!([]));
    assert_eq!(her.get("/api/v1/access/explain?path=finance/payroll").await.expect(200).json(), here);
    let fence = json!({ "path": "finance/payroll", "behavior": "permission_fence" });
    admin.post("/api/rest/v1/behaviors", fence).await.expect(201);
    let fenced = admin.get("/api/v1/access/explain?username=ann&path=finance/payroll").await.expect(200).json();
    assert_eq!((&fenced["capabilities"], &fenced["grants"]), (&json!([]), &json!([])));
    assert_eq!(fenced["stopped"][0]["reason"], "fence");
    assert_eq!(fenced["stopped"][0]["fence_path"], "finance/payroll");
}

#[tokio::test]
async fn who_reaches_a_folder_is_told_to_those_who_administer_it() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (_, ann) = site.member("ann").await;
    let (_, bo) = site.member("bo").await;
    admin.folder("finance").await;
    admin.grant("finance", "ann", "admin").await;
    admin.grant("finance", "bo", "readwrite").await;
    let reachers = ann.get("/api/v1/access/who?path=finance").await.expect(200).json();
    let reachers = reachers.as_array().expect("a list");
    let of = |name: &str| reachers.iter().find(|one| one["username"] == name).expect("listed");
    assert_eq!(reachers.len(), 3);
    assert_eq!((&of("admin")["role"], &of("admin")["grants"]), (&json!("admin"), &json!([])));
    assert_eq!(of("bo")["grants"][0]["permission"], "readwrite");
    let refused = bo.get("/api/v1/access/who?path=finance").await.expect(403);
    refused.assert_error("not-authorized/folder-admin-permission-required");
    bo.get("/api/v1/access/explain?username=ann&path=finance").await.expect(403);
    bo.get("/api/v1/access/who?path=elsewhere").await.expect(404);
}

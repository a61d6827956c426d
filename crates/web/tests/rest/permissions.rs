//! Grants over REST: what they give, at once, and who may make them.

use serde_json::json;

use super::site::Site;

#[tokio::test]
async fn a_grant_gives_and_its_end_takes_at_once() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (_, ann) = site.member("ann").await;
    admin.folder("finance").await;
    admin.upload("finance/report.txt", "figures").await.expect(201);
    ann.get("/api/rest/v1/folders/finance").await.expect(404).assert_error("not-found");
    let grant = admin.grant("finance", "ann", "readonly").await.json();
    assert_eq!(ann.get("/api/rest/v1/folders/").await.expect(200).names(), ["finance"]);
    assert_eq!(ann.get("/api/rest/v1/files/finance/report.txt").await.expect(200).text, "figures");
    let refused = ann.upload("finance/new.txt", "mine").await.expect(403);
    refused.assert_error("not-authorized/write-permission-required");
    admin.delete(&format!("/api/rest/v1/permissions/{}", grant["id"])).await.expect(204);
    ann.get("/api/rest/v1/files/finance/report.txt").await.expect(404);
    assert_eq!(ann.get("/api/rest/v1/folders/").await.expect(200).names(), Vec::<String>::new());
}

#[tokio::test]
async fn grants_are_listed_with_who_holds_them() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (ann, _) = site.member("ann").await;
    for path in ["finance/2026", "legal"] {
        admin.folder(path).await;
    }
    let group = admin.post("/api/rest/v1/groups", json!({ "name": "Board" })).await.expect(201).json();
    admin.grant("finance", "ann", "readwrite").await;
    let to_group = json!({ "path": "legal", "group_id": group["id"], "permission": "history", "recursive": false });
    admin.post("/api/rest/v1/permissions", to_group).await.expect(201);
    let here = admin.get("/api/rest/v1/permissions?path=finance/2026").await.expect(200).json();
    assert_eq!(here[0]["username"], "ann");
    assert_eq!((&here[0]["permission"], &here[0]["path"]), (&json!("readwrite"), &json!("finance")));
    assert_eq!(here.as_array().expect("a list").len(), 1);
    let hers = admin.get(&format!("/api/rest/v1/permissions?user_id={}", ann.id)).await.expect(200).json();
    assert_eq!(hers.as_array().expect("a list").len(), 1);
    let theirs = admin.get(&format!("/api/rest/v1/permissions?group_id={}", group["id"])).await.expect(200).json();
    assert_eq!((&theirs[0]["group_name"], &theirs[0]["recursive"]), (&json!("Board"), &json!(false)));
}

#[tokio::test]
async fn a_grant_names_exactly_one_holder() {
    let site = Site::new().await;
    let admin = site.admin().await;
    admin.folder("finance").await;
    for holder in [json!({}), json!({ "username": "admin", "user_id": 1 }), json!({ "group_ids": "7" })] {
        let mut new = json!({ "path": "finance", "permission": "readonly" });
        new.as_object_mut().expect("an object").extend(holder.as_object().expect("an object").clone());
        admin.post("/api/rest/v1/permissions", new).await.expect(400);
    }
    let nobody = json!({ "path": "finance", "username": "nobody", "permission": "readonly" });
    admin.post("/api/rest/v1/permissions", nobody).await.expect(422);
    let level = json!({ "path": "finance", "username": "admin", "permission": "everything" });
    admin.post("/api/rest/v1/permissions", level).await.expect(400).assert_error("bad-request/invalid-body");
}

#[tokio::test]
async fn a_folder_admin_grants_in_their_folder_alone() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let (_, ann) = site.member("ann").await;
    site.person("bo", keyfold_model::SiteRole::Member).await;
    admin.folder("finance/2026").await;
    admin.folder("legal").await;
    admin.grant("finance", "ann", "admin").await;
    admin.grant("legal", "ann", "full").await;
    ann.grant("finance/2026", "bo", "readonly").await;
    let elsewhere = json!({ "path": "legal", "username": "bo", "permission": "readonly" });
    let refused = ann.post("/api/rest/v1/permissions", elsewhere).await.expect(403);
    refused.assert_error("not-authorized/folder-admin-permission-required");
    let unseen = json!({ "path": "secret", "username": "bo", "permission": "readonly" });
    ann.post("/api/rest/v1/permissions", unseen).await.expect(404);
}

//! Mail over REST: how it stands, what was written, and a test.

use keyfold_testkit::smtp_sink::SmtpSink;
use serde_json::json;

use super::site::Site;

#[tokio::test]
async fn without_a_server_that_is_said_and_what_waits_is_shown() {
    let site = Site::new().await;
    let admin = site.admin().await;
    let status = admin.get("/api/v1/mail").await.expect(200).json();
    assert_eq!((&status["configured"], &status["waiting"]), (&json!(false), &json!(0)));
    let refused = admin.post("/api/v1/mail/test", json!({ "to": "root@corp.example" })).await.expect(422);
    refused.assert_error("processing-failure/model-save-error");
    let change = json!({ "email": "root@corp.example" });
    let me = admin.get("/api/v1/me").await.expect(200).json()["user"]["id"].clone();
    admin.patch(&format!("/api/rest/v1/users/{me}"), change).await.expect(200);
    admin.put("/api/v1/seats/cap", json!({ "cap": 1 })).await.expect(204);
    let (_, ann) = site.member("ann").await;
    ann.get("/api/v1/me").await.expect(403);
    let mails = admin.get("/api/v1/mail/messages?state=waiting").await.expect(200).json();
    assert_eq!((&mails[0]["kind"], &mails[0]["recipient"]), (&json!("seat_cap"), &json!("root@corp.example")));
    assert_eq!(admin.get("/api/v1/mail").await.expect(200).json()["waiting"], 1);
}

#[tokio::test]
async fn a_test_mail_shows_what_the_server_answered() {
    let sink = SmtpSink::start().await.expect("a port");
    let site = Site::with_mail_to(&sink).await;
    let admin = site.admin().await;
    assert_eq!(admin.get("/api/v1/mail").await.expect(200).json()["configured"], true);
    let mail = admin.post("/api/v1/mail/test", json!({ "to": "root@corp.example" })).await.expect(200).json();
    assert_eq!(mail["state"], "sent");
    assert!(sink.received()[0].message.contains(&site.url("")), "it says which site asks");
    sink.refuse_with("550 5.1.1 no such user");
    let mail = admin.post("/api/v1/mail/test", json!({ "to": "nobody@corp.example" })).await.expect(200).json();
    assert_eq!(mail["state"], "failed");
    assert!(mail["answer"].as_str().expect("an answer").contains("no such user"), "{mail}");
    admin.post(&format!("/api/v1/mail/messages/{}/retry", mail["id"]), json!({})).await.expect(204);
    admin.post("/api/v1/mail/messages/7/retry", json!({})).await.expect(404);
    admin.post("/api/v1/mail/test", json!({ "to": "nobody" })).await.expect(400);
}

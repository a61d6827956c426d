//! Second factors over REST: the second round of signing in, and enrolling where the site wants one. Recovery codes stand for
//! codes here: they need no clock, and go the same way.

use keyfold_identity::Mandate;
use keyfold_model::SiteRole;
use serde_json::{Value, json};

use super::site::{Answer, PASSWORD, Site};

const TWO_FACTOR: &str = "not-authenticated/two-factor-authentication-error";

async fn first_round(site: &Site) -> Answer {
    site.stranger().post("/api/rest/v1/sessions", json!({ "username": "ann", "password": PASSWORD })).await
}

async fn second_round(site: &Site, ticket: &Value, otp: &str) -> Answer {
    let body = json!({ "partial_session_id": ticket, "otp": otp });
    site.stranger().post("/api/rest/v1/sessions", body).await
}

/// Ann sets up codes by mail because the site wants a factor, and signs in by that. Her recovery codes.
async fn enrolled(site: &Site) -> Vec<String> {
    site.person("ann", SiteRole::Member).await;
    let policies = &site.identity.sign_in_policies;
    policies.set_site(&site.admin_right(), |policy| policy.two_factor = Mandate::All).await.expect("set");
    let wanted = first_round(site).await.expect(401);
    wanted.assert_error("not-authenticated/two-factor-authentication-setup-required");
    let ticket = wanted.json()["data"]["partial_session_id"].clone();
    let app = json!({ "partial_session_id": ticket, "kind": "totp", "label": "Phone" });
    let app = site.stranger().post("/api/v1/sign_in/second_factor", app).await.expect(201).json();
    assert!(app["uri"].as_str().is_some_and(|uri| uri.starts_with("otpauth://totp/")), "{app}");
    assert!(app["qr_code"].as_str().is_some_and(|svg| svg.contains("<svg")), "{app}");
    let new = json!({ "partial_session_id": ticket, "kind": "email", "address": "ann@corp.example" });
    let begun = site.stranger().post("/api/v1/sign_in/second_factor", new).await.expect(201).json();
    let confirm = |code: String| json!({ "partial_session_id": ticket, "id": begun["id"], "code": code });
    let path = "/api/v1/sign_in/second_factor/confirm";
    site.stranger().post(path, confirm("12345".into())).await.expect(422);
    let session = site.stranger().post(path, confirm(site.mailed_code().await)).await.expect(201).json();
    let client = site.stranger().with("x-filesapi-auth", session["id"].as_str().expect("an id"));
    let own = client.get("/api/v1/second_factors").await.expect(200).json();
    assert_eq!((own["factors"][0]["kind"].as_str(), own["recovery_codes_left"].as_i64()), (Some("email"), Some(10)));
    let codes = session["recovery_codes"].as_array().expect("recovery codes");
    codes.iter().map(|code| code.as_str().expect("text").to_owned()).collect()
}

#[tokio::test]
async fn a_code_is_the_second_round_and_a_wrong_one_looks_like_a_wrong_password() {
    let site = Site::new().await;
    let codes = enrolled(&site).await;
    let wanted = first_round(&site).await.expect(401);
    wanted.assert_error(TWO_FACTOR);
    let data = wanted.json()["data"].clone();
    assert_eq!(data["two_factor_authentication_methods"], json!(["email", "recovery_code"]));
    let wrong = second_round(&site, &data["partial_session_id"], "000000").await.expect(401);
    wrong.assert_error("not-authenticated/invalid-username-or-password");
    let session = second_round(&site, &data["partial_session_id"], &codes[0]).await.expect(201).json();
    let client = site.stranger().with("x-filesapi-auth", session["id"].as_str().expect("an id"));
    client.get("/api/v1/me").await.expect(200);
    second_round(&site, &data["partial_session_id"], &codes[0]).await.expect(401);
    second_round(&site, &json!("made up"), &codes[1]).await.expect(401);
}

#[tokio::test]
async fn of_one_code_sent_fifty_times_at_once_one_signs_in() {
    let site = Site::new().await;
    let codes = enrolled(&site).await;
    let off = |policy: &mut keyfold_identity::SignInPolicy| {
        (policy.lockout.failures, policy.throttle.failures, policy.address_throttle.failures) = (0, 0, 0);
    };
    site.identity.sign_in_policies.set_site(&site.admin_right(), off).await.expect("set");
    let ticket = first_round(&site).await.expect(401).json()["data"]["partial_session_id"].clone();
    let answers = futures::future::join_all((0..50).map(|_| second_round(&site, &ticket, &codes[0]))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
}

#[tokio::test]
async fn an_administrator_resets_factors_and_says_what_the_site_wants() {
    let site = Site::new().await;
    enrolled(&site).await;
    let admin = site.admin().await;
    let mut policy = admin.get("/api/v1/sign_in_policy").await.expect(200).json();
    assert_eq!(policy["two_factor"], "all");
    policy["two_factor"] = json!("sometimes");
    admin.put("/api/v1/sign_in_policy", policy.clone()).await.expect(400);
    policy["two_factor"] = json!("off");
    policy["allowed_addresses"] = json!("127.0.0.0/8");
    admin.put("/api/v1/sign_in_policy", policy).await.expect(200);
    let ann = site.identity.users.find_by_login("ann").await.expect("the database").expect("ann");
    admin.delete(&format!("/api/v1/second_factors/of_user/{}", ann.id)).await.expect(204);
    first_round(&site).await.expect(201);
}

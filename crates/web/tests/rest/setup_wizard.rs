//! Setting up a directory, from nothing to people: guide, check, preview, start, powers, and why somebody is missing.

use serde_json::{Value, json};

use super::site::{Answer, Client, Site};

struct Wizard {
    site: Site,
    admin: Client,
    id: Value,
    scim: Client,
}

impl Wizard {
    async fn new() -> Self {
        let site = Site::new().await;
        let admin = site.admin().await;
        let new = json!({ "label": "Okta", "provider": "okta", "provision_site_admin_groups": "*-admins" });
        let id = admin.post("/api/rest/v1/sso_strategies", new).await.expect(201).json()["id"].clone();
        admin.post(&format!("/api/v1/directory/{id}/preview"), json!({})).await.expect(204);
        let token = admin.post("/api/v1/scim_tokens", json!({ "sso_strategy_id": id })).await.expect(201).json();
        let bearer = format!("Bearer {}", token["token"].as_str().expect("shown"));
        let scim = site.stranger().with("authorization", &bearer);
        Self { site, admin, id, scim }
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/directory/{}{rest}", self.id)
    }

    async fn push(&self, name: &str) -> String {
        let user = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": name });
        let made = self.scim.post("/api/scim/v2/Users", user).await.expect(201).json();
        made["id"].as_str().expect("an id").to_owned()
    }

    async fn push_group(&self, name: &str, members: &[&str]) -> Answer {
        let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
        let group = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": name, "members": members,
        });
        self.scim.post("/api/scim/v2/Groups", group).await
    }

    async fn state_of(&self, name: &str) -> Value {
        let checks = self.admin.get(&self.path("/check")).await.expect(200).json();
        let checks = checks.as_array().expect("a list").clone();
        checks.into_iter().find(|check| check["name"] == name).unwrap_or_else(|| panic!("no {name}"))["state"].clone()
    }
}

#[tokio::test]
async fn from_nothing_to_a_synced_directory() {
    let wizard = Wizard::new().await;
    let guide = wizard.admin.get("/api/v1/directory/setup_guide?provider=okta").await.expect(200).json();
    assert!(guide.to_string().contains(&wizard.site.url("/api/scim/v2")), "{guide}");
    assert_eq!(wizard.state_of("saml").await, "waiting");
    assert_eq!(wizard.state_of("scim_token").await, "waiting");
    let (ann, bob) = (wizard.push("ann@corp.example").await, wizard.push("bob@corp.example").await);
    wizard.push("admin").await;
    wizard.push_group("kf-admins", &[&ann]).await.expect(201);
    assert_eq!(wizard.state_of("scim_token").await, "ok");
    assert_eq!(wizard.state_of("scim_requests").await, "ok");
    let people = wizard.admin.get("/api/rest/v1/users").await.expect(200).json();
    assert_eq!(people.as_array().expect("a list").len(), 1, "nobody is made yet");
    let log = wizard.admin.get("/api/rest/v1/scim_logs?search=bob@corp").await.expect(200).json();
    assert!(log[0]["effects"][0].as_str().expect("words").starts_with("preview:"), "{log}");

    let preview = wizard.admin.get(&wizard.path("/preview")).await.expect(200).json();
    assert_eq!(preview["says"], "would make 2 people and 1 group; 1 name clashes");
    assert_eq!(preview["clashes"], json!([{ "kind": "person", "name": "admin", "owner": null }]));
    wizard.admin.post(&wizard.path("/preview/start"), json!({})).await.expect(409);
    let start = json!({ "leave_out_clashes": true });
    let made = wizard.admin.post(&wizard.path("/preview/start"), start).await.expect(200).json();
    assert_eq!(made, json!({ "people": 2, "groups": 1, "left_out": 1 }));
    let connection = wizard.admin.get(&format!("/api/rest/v1/sso_strategies/{}", wizard.id)).await.expect(200).json();
    assert_eq!((&connection["preview"], &connection["user_count"]), (&json!(false), &json!(2)));
    wizard.scim.get(&format!("/api/scim/v2/Users/{bob}")).await.expect(200);
    wizard.push("eve@corp.example").await;
    assert_eq!(wizard.admin.get("/api/rest/v1/users").await.expect(200).json().as_array().expect("a list").len(), 4);
}

#[tokio::test]
async fn power_waits_for_a_site_admin() {
    let wizard = Wizard::new().await;
    let ann = wizard.push("ann@corp.example").await;
    wizard.push_group("kf-admins", &[&ann]).await.expect(201);
    wizard.admin.post(&wizard.path("/preview/start"), json!({})).await.expect(200);
    assert_eq!(wizard.state_of("powers").await, "waiting");
    let powers = wizard.admin.get(&wizard.path("/powers")).await.expect(200).json();
    assert_eq!((&powers[0]["power"], &powers[0]["confirmed_at"]), (&json!("site_admin"), &json!(null)));
    let group = &powers[0]["group_id"];
    let confirm = json!({ "group_id": group, "power": "site_admin" });
    wizard.admin.post(&wizard.path("/powers"), confirm).await.expect(204);
    let who = || wizard.admin.get("/api/rest/v1/users?search=ann@corp");
    assert_eq!(who().await.json()[0]["site_admin"], true);
    let powers = wizard.admin.get(&wizard.path("/powers")).await.expect(200).json();
    assert_eq!(powers[0]["confirmed_by"], "test", "the key's name");
    wizard.admin.delete(&wizard.path(&format!("/powers/{group}/site_admin"))).await.expect(204);
    assert_eq!(who().await.json()[0]["site_admin"], false);
    wizard.admin.delete("/api/v1/directory/7/powers/7/site_admin").await.expect(404);
}

#[tokio::test]
async fn why_somebody_is_missing_leads_to_the_row() {
    let wizard = Wizard::new().await;
    wizard.push("ann@corp.example").await;
    let why = wizard.admin.get("/api/v1/directory/why?name=ann@corp.example").await.expect(200).json();
    assert_eq!(why[0]["kind"], "in_preview", "{why}");
    wizard.admin.post(&wizard.path("/preview/start"), json!({})).await.expect(200);
    let user = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "admin" });
    wizard.scim.post("/api/scim/v2/Users", user).await.expect(409);
    let why = wizard.admin.get("/api/v1/directory/why?name=admin").await.expect(200).json();
    let taken = why.as_array().expect("a list").iter().find(|found| found["kind"] == "name_taken").expect("told");
    let row = &taken["scim_log_ids"][0];
    let row = wizard.admin.get(&format!("/api/rest/v1/scim_logs/{row}")).await.expect(200).json();
    assert_eq!(row["http_response_code"], "409");
    let why = wizard.admin.get("/api/v1/directory/why?name=nobody").await.expect(200).json();
    assert_eq!(why[0]["kind"], "never_sent", "{why}");
    wizard.admin.get("/api/v1/directory/why?name=").await.expect(400);
}

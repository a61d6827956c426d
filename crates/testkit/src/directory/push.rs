//! SCIM as JumpCloud pushes it: look up, then `POST` or `PUT` a whole user; members one at a time by `PATCH`.

use std::time::Instant;

use anyhow::{Context, Result, bail};
use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Directory,
    application::ScimTarget,
    register::{Move, Register},
};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// One request that was pushed.
#[derive(Clone, Debug, Serialize)]
pub struct Push {
    /// `PUT /Users/…`.
    pub request: String,
    /// The HTTP status of the answer.
    pub status: u16,
    /// From the request's first byte to the answer's last, in milliseconds.
    pub milliseconds: f64,
}

pub(super) struct ScimClient {
    target: ScimTarget,
    http: reqwest::Client,
}

impl ScimClient {
    pub(super) fn new(target: ScimTarget, ca_pem: Option<&[u8]>) -> Result<Self> {
        let mut builder = reqwest::Client::builder().user_agent("JumpCloud-SCIM/1.0 (stand-in)");
        if let Some(pem) = ca_pem {
            builder = builder.tls_certs_only([reqwest::Certificate::from_pem(pem)?]);
        }
        Ok(Self { target, http: builder.build()? })
    }

    async fn send(&self, register: &mut Register, method: Method, path: &str, body: Option<Value>) -> Result<Value> {
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.target.base_url));
        request = request.bearer_auth(&self.target.token).header("content-type", "application/scim+json");
        if let Some(body) = body {
            request = request.body(body.to_string());
        }
        let begun = Instant::now();
        let answer = request.send().await.with_context(|| format!("{method} {path}"))?;
        let status = answer.status();
        let text = answer.text().await?;
        register.pushes.push(Push {
            request: format!("{method} {path}"),
            status: status.as_u16(),
            milliseconds: begun.elapsed().as_secs_f64() * 1000.0,
        });
        if !status.is_success() {
            bail!("{method} {path} was answered {status}: {text}");
        }
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn look_up(
        &self,
        register: &mut Register,
        kind: &str,
        attribute: &str,
        value: &str,
    ) -> Result<Option<String>> {
        let filter: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("filter", &format!("{attribute} eq {}", json!(value)))
            .finish();
        let found = self.send(register, Method::GET, &format!("/{kind}?{filter}"), None).await?;
        Ok(found["Resources"][0]["id"].as_str().map(str::to_owned))
    }

    pub(super) async fn delete_user(&self, register: &mut Register, id: &str) -> Result<()> {
        self.send(register, Method::DELETE, &format!("/Users/{id}"), None).await.map(drop)
    }
}

impl Directory {
    pub(super) async fn push_person(&self, register: &mut Register, key: &str) -> Result<()> {
        let connected = self.connected();
        let Some(scim) = &connected.scim else { return Ok(()) };
        let person = register.person(key)?.clone();
        let known = match person.scim_id.clone() {
            Some(id) => Some(id),
            None => scim.look_up(register, "Users", "userName", &person.email).await?,
        };
        let mut body = json!({
            "schemas": [USER, ENTERPRISE],
            "userName": person.email,
            "name": { "givenName": person.given_name, "familyName": person.family_name },
            "displayName": format!("{} {}", person.given_name, person.family_name),
            "active": person.active,
            "emails": [{ "primary": true, "type": "work", "value": person.email }],
            "externalId": person.key,
            "addresses": [],
            "phoneNumbers": [],
        });
        let answer = match known {
            None => scim.send(register, Method::POST, "/Users", Some(body)).await?,
            Some(id) => {
                body["id"] = json!(id);
                scim.send(register, Method::PUT, &format!("/Users/{id}"), Some(body)).await?
            }
        };
        register.person_mut(key)?.scim_id = answer["id"].as_str().map(str::to_owned);
        Ok(())
    }

    pub(super) async fn push_group(&self, register: &mut Register, name: &str) -> Result<()> {
        let connected = self.connected();
        let Some(scim) = &connected.scim else { return Ok(()) };
        let id = match scim.look_up(register, "Groups", "displayName", name).await? {
            Some(id) => Some(id),
            None => {
                let body = json!({ "schemas": [GROUP], "displayName": name, "members": [] });
                scim.send(register, Method::POST, "/Groups", Some(body)).await?["id"].as_str().map(str::to_owned)
            }
        };
        register.group_mut(name)?.scim_id = id;
        Ok(())
    }

    pub(super) async fn push_member(&self, register: &mut Register, key: &str, step: &Move) -> Result<()> {
        let connected = self.connected();
        let Some(scim) = &connected.scim else { return Ok(()) };
        let (op, name) = match step {
            Move::Into(name) => ("add", name),
            Move::OutOf(name) => ("remove", name),
        };
        let group = register.group(name)?.scim_id.clone().context("the group was never pushed")?;
        let member = register.person(key)?.scim_id.clone().context("the person was never pushed")?;
        let body = json!({
            "schemas": [PATCH_OP],
            "Operations": [{ "op": op, "path": "members", "value": [{ "value": member }] }],
        });
        scim.send(register, Method::PATCH, &format!("/Groups/{group}"), Some(body)).await.map(drop)
    }
}

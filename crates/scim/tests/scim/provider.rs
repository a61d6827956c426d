//! The smallest SCIM service provider that can be made of the crate: a map as its store. Traces of real clients are
//! replayed on it.

use std::collections::BTreeMap;

use keyfold_scim::list::{ListResponse, Query};
use keyfold_scim::patch::ExternalId;
use keyfold_scim::schema::group;
use keyfold_scim::{
    Group, GroupBody, Member, MemberChange, Meta, PatchOp, Projection, ResourceType, ScimError, User, UserBody, Version,
};
use serde_json::Value;

pub type Answer = (u16, Value);
type Outcome = Result<Answer, ScimError>;

#[derive(Default)]
pub struct Provider {
    users: BTreeMap<String, User>,
    groups: BTreeMap<String, (Group, Vec<String>)>,
    ids_given: u64,
}

impl Provider {
    pub fn handle(&mut self, method: &str, url: &str, body: &Value) -> Answer {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let mut segments = path.split('/').skip(1);
        let outcome = match (method, segments.next(), segments.next()) {
            ("GET", Some("Users"), None) => self.list(ResourceType::User, query),
            ("GET", Some("Groups"), None) => self.list(ResourceType::Group, query),
            ("POST", Some("Users"), None) => self.create_user(body),
            ("POST", Some("Groups"), None) => self.create_group(body),
            (_, Some("Users"), Some(id)) => self.user(method, id, body),
            (_, Some("Groups"), Some(id)) => self.group(method, id, body),
            _ => Err(ScimError::new(404, "no such endpoint")),
        };
        outcome.unwrap_or_else(|error| (error.status, error.to_json()))
    }

    fn list(&self, resource_type: ResourceType, query: &str) -> Outcome {
        let parameters = parameters(query);
        let pairs = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let query = Query::from_parameters(&[resource_type], pairs)?;
        let all: Vec<Value> = match resource_type {
            ResourceType::User => self.users.keys().map(|id| self.render_user(id)).collect(),
            ResourceType::Group => self.groups.keys().map(|id| self.render_group(id, &query.projection)).collect(),
        };
        let matching =
            |resource: &Value| query.filter.as_ref().is_none_or(|filter| filter.matches(resource_type, resource));
        let found: Vec<Value> = all.into_iter().filter(matching).collect();
        let total_results = found.len() as u64;
        let page = found.into_iter().skip(query.page.offset() as usize).take(query.page.count as usize);
        let resources = page.map(|resource| query.projection.apply(resource_type, resource)).collect();
        Ok((200, ListResponse { total_results, start_index: query.page.start_index, resources }.into_json()))
    }

    fn create_user(&mut self, body: &Value) -> Outcome {
        let user = UserBody::parse(body)?.create();
        self.require_free(user.user_name(), "")?;
        let id = self.next_id();
        self.users.insert(id.clone(), user);
        Ok((201, self.render_user(&id)))
    }

    fn user(&mut self, method: &str, id: &str, body: &Value) -> Outcome {
        let current = self.users.get(id).ok_or_else(|| ScimError::not_found("User", id))?;
        let next = match method {
            "GET" => current.clone(),
            "PUT" => UserBody::parse(body)?.replace(current),
            "PATCH" => PatchOp::parse(body)?.apply_to_user(id, current)?.user,
            _ => {
                self.users.remove(id);
                return Ok((204, Value::Null));
            }
        };
        self.require_free(next.user_name(), id)?;
        self.users.insert(id.to_owned(), next);
        Ok((200, self.render_user(id)))
    }

    fn require_free(&self, user_name: &str, except: &str) -> Result<(), ScimError> {
        let taken = |(id, user): (&String, &User)| id != except && user.user_name().eq_ignore_ascii_case(user_name);
        if self.users.iter().any(taken) { Err(ScimError::uniqueness("userName", user_name)) } else { Ok(()) }
    }

    fn create_group(&mut self, body: &Value) -> Outcome {
        let body = GroupBody::parse(body)?;
        let id = self.next_id();
        self.groups.insert(id.clone(), (body.create(), self.known(body.members.unwrap_or_default())));
        Ok((201, self.render_group(&id, &Projection::All)))
    }

    fn group(&mut self, method: &str, id: &str, body: &Value) -> Outcome {
        let (mut group, mut members) = self.groups.get(id).cloned().ok_or_else(|| ScimError::not_found("Group", id))?;
        match method {
            "GET" => {}
            "PUT" => {
                let body = GroupBody::parse(body)?;
                group = body.replace(&group);
                members = body.members.map_or(members, |ids| self.known(ids));
            }
            "PATCH" => {
                let patch = PatchOp::parse(body)?.to_group_patch(id)?;
                group.display_name = patch.display_name.unwrap_or(group.display_name);
                match patch.external_id {
                    ExternalId::Keep => {}
                    ExternalId::Set(external_id) => group.external_id = Some(external_id),
                    ExternalId::Clear => group.external_id = None,
                }
                members = self.known(apply(members, &patch.members));
            }
            _ => {
                self.groups.remove(id);
                return Ok((204, Value::Null));
            }
        }
        self.groups.insert(id.to_owned(), (group, members));
        Ok((200, self.render_group(id, &Projection::All)))
    }

    fn known(&self, ids: Vec<String>) -> Vec<String> {
        ids.into_iter().filter(|id| self.users.contains_key(id)).collect()
    }

    fn next_id(&mut self) -> String {
        self.ids_given += 1;
        format!("id-{}", self.ids_given)
    }

    fn render_user(&self, id: &str) -> Value {
        self.users[id].render(&meta(ResourceType::User, id), &[])
    }

    fn render_group(&self, id: &str, projection: &Projection) -> Value {
        let (group, ids) = &self.groups[id];
        let members: Vec<Member> = ids.iter().map(|id| member(id)).collect();
        let wanted = projection.wants(ResourceType::Group, "members");
        group.render(&meta(ResourceType::Group, id), wanted.then_some(members.as_slice()))
    }
}

/// What the changes make of a membership: the meaning that a store has to give them.
pub fn apply(mut members: Vec<String>, changes: &[MemberChange]) -> Vec<String> {
    for change in changes {
        match change {
            MemberChange::Add(id) if members.contains(id) => {}
            MemberChange::Add(id) => members.push(id.clone()),
            MemberChange::Remove(id) => members.retain(|member| member != id),
            MemberChange::RemoveAll => members.clear(),
            MemberChange::ReplaceAll(ids) => members.clone_from(ids),
            MemberChange::RemoveMatching(filter) => {
                let attribute =
                    group::SCHEMA.attributes.iter().find(|attribute| attribute.is_named("members")).unwrap();
                members
                    .retain(|id| !filter.matches_value(attribute, &serde_json::json!({"value": id, "type": "User"})));
            }
        }
    }
    members
}

pub fn meta(resource_type: ResourceType, id: &str) -> Meta {
    Meta {
        id: id.to_owned(),
        location: format!("https://files.example{}/{id}", resource_type.endpoint()),
        created: "2026-01-31T08:00:00Z".parse().unwrap(),
        last_modified: "2026-02-01T09:30:00Z".parse().unwrap(),
        version: Version::new(1),
    }
}

fn member(id: &str) -> Member {
    Member {
        id: id.to_owned(),
        resource_type: ResourceType::User,
        location: format!("https://files.example/Users/{id}"),
        display: None,
    }
}

fn parameters(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

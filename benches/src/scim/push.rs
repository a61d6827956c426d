//! A directory's people, groups and memberships, as a directory's client sends them.

use std::{ops::Range, sync::Arc};

use anyhow::Result;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::{Value, json};

use super::client::{Client, Times};

/// More requests than any client has on its way at once: the client holds the others back.
const WAITING: usize = 64;
/// In how many groups each person is.
const GROUPS_EACH: usize = 5;

/// What was made, in order.
#[derive(Debug, Default)]
pub struct Made {
    /// How long it took.
    pub times: Times,
    /// The ids.
    pub ids: Vec<Arc<str>>,
}

/// The login name of a person.
pub fn login(directory: &str, index: usize) -> String {
    format!("{}.{index}@corp.example", directory.replace(' ', "-"))
}

fn person(directory: &str, index: usize) -> Value {
    let login = login(directory, index);
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "userName": login, "externalId": format!("{directory}-{index:024x}"), "active": true,
        "name": { "givenName": format!("Given{index}"), "familyName": format!("Family{}", index % 1000) },
        "displayName": format!("Given{index} Family{}", index % 1000), "title": "Engineer",
        "emails": [{ "value": login, "type": "work", "primary": true }],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": format!("D{}", index % 50) },
    })
}

/// Makes people.
pub async fn people(client: &Client, directory: &str, indices: Range<usize>) -> Result<Made> {
    make(client, "/Users", indices.map(|index| person(directory, index))).await
}

/// Makes groups without members.
pub async fn groups(client: &Client, directory: &str, count: usize) -> Result<Made> {
    make(client, "/Groups", (0..count).map(|index| json!({ "displayName": format!("{directory} group {index}") })))
        .await
}

async fn make(client: &Client, path: &str, bodies: impl Iterator<Item = Value>) -> Result<Made> {
    let requests = bodies.map(|body| async move { client.post(path, &body).await });
    let mut made = Made::default();
    let mut answers = stream::iter(requests).buffered(WAITING);
    while let Some((time, id)) = answers.try_next().await? {
        made.times.add(time);
        made.ids.push(id.into());
    }
    Ok(made)
}

/// Puts each person into five groups, by a PATCH for each.
pub async fn memberships(client: &Client, people: &[Arc<str>], groups: &[Arc<str>]) -> Result<Times> {
    let pairs = people.iter().enumerate().flat_map(|(index, person)| {
        (0..GROUPS_EACH).filter_map(move |turn| Some((person, groups.get((index + turn * 7) % groups.len())?)))
    });
    let requests = pairs.map(|(person, group)| async move {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "add", "path": "members", "value": [{ "value": &**person }] }],
        });
        client.patch(&format!("/Groups/{group}"), &body).await
    });
    let mut times = Times::default();
    let mut answers = stream::iter(requests).buffered(WAITING);
    while let Some(time) = answers.try_next().await? {
        times.add(time);
    }
    Ok(times)
}

//! The row of a request in the SCIM log.

use std::time::Duration;

use keyfold_audit::scim_log::Entry;
use keyfold_identity::DirectoryClient;
use keyfold_model::Timestamp;
use serde_json::Value;

use super::{answer::Answer, masked_query};
use crate::caller::Visitor;

/// What is known of a request before its body is read.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// When it came in.
    pub at: Timestamp,
    /// Its method.
    pub method: String,
    /// Its path below the base URL.
    pub path: String,
    /// Its query.
    pub query: String,
    /// Who sent it, as far as the network knows.
    pub visitor: Visitor,
}

/// The row, its secrets masked.
pub fn entry(
    arrival: &Arrival,
    client: Option<&DirectoryClient>,
    sent: Option<&Value>,
    answer: &Answer,
    duration: Duration,
) -> Entry {
    let mut effects = answer.effects.clone();
    if answer.status.is_client_error() && client.is_some() {
        effects = effects.or_nothing_changed();
        name_whom_it_meant(sent, &mut effects.users, &mut effects.groups);
    }
    Entry {
        at: arrival.at,
        connection: client.map(DirectoryClient::connection),
        token: client.map(DirectoryClient::token),
        method: arrival.method.clone(),
        path: arrival.path.clone(),
        query: masked_query::query(&arrival.query),
        user_agent: arrival.visitor.client.clone(),
        remote_ip: arrival.visitor.remote_ip,
        request: sent.map(masked_query::body),
        status: answer.status.as_u16(),
        response: answer.body.as_ref().map(masked_query::response),
        duration,
        effects: effects.sentences,
        users: effects.users,
        groups: effects.groups,
    }
}

/// A refused request is found under the name that it gave, too.
fn name_whom_it_meant(sent: Option<&Value>, users: &mut Vec<String>, groups: &mut Vec<String>) {
    let text = |name: &str| sent?.get(name)?.as_str().map(str::to_owned);
    match text("userName") {
        Some(login) => users.push(login),
        None => groups.extend(text("displayName")),
    }
}

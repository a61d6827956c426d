//! The audit log, as the API shows it (Files.com: history).

use std::net::IpAddr;

use keyfold_audit::{Filter, Outcome, Row};
use keyfold_model::{Interface, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{Error, time::DateTime, tree_path};

/// One act.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Action {
    /// Its place in the log.
    pub id: i64,
    /// Its id in the hash chain.
    pub audit_id: String,
    /// When.
    pub when: DateTime,
    /// What: `login`, `read`, `permission_create`…
    pub action: String,
    /// Over what: `web`, `sftp`, `scim`…
    pub interface: String,
    /// The act in a sentence.
    pub display: String,
    /// What kind of actor: `user`, `api_key`, `connection`, `job`, `stranger`.
    pub actor_type: String,
    /// The actor's name at that moment.
    pub username: Option<String>,
    /// The person who did it, or for whom it was done.
    pub user_id: Option<i64>,
    /// From which address.
    pub ip: Option<String>,
    /// In which session.
    pub session_id: Option<String>,
    /// On which path.
    pub path: Option<String>,
    /// From which path, for moves and copies.
    pub source: Option<String>,
    /// To which path.
    pub destination: Option<String>,
    /// On what else.
    pub targets: Option<ActionTarget>,
    /// The state before.
    #[schema(value_type = Option<Object>)]
    pub before: Option<serde_json::Value>,
    /// The state after.
    #[schema(value_type = Option<Object>)]
    pub after: Option<serde_json::Value>,
    /// Bytes moved.
    pub bytes: Option<i64>,
    /// How it ended: `ok`, `denied`, `failed`, `aborted`.
    pub outcome: String,
    /// Why it was refused or failed.
    pub failure_type: Option<String>,
}

impl Action {
    /// A row as it is shown.
    #[must_use]
    pub fn of(row: Row) -> Self {
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        let moved = row.destination.is_some();
        Self {
            id: row.seq,
            audit_id: row.id,
            when: Timestamp(row.at).into(),
            display: display(
                row.actor_name.as_deref(),
                &row.action,
                row.path.as_deref().or(row.target_name.as_deref()),
            ),
            action: row.action,
            interface: row.interface,
            actor_type: row.actor_type,
            username: row.actor_name,
            user_id: row.person_id,
            ip: row.remote_ip,
            session_id: row.session_id,
            source: moved.then(|| row.path.clone()).flatten(),
            path: row.path,
            destination: row.destination,
            targets: row.target_type.map(|kind| ActionTarget {
                kind,
                id: row.target_id.unwrap_or_default(),
                name: row.target_name.unwrap_or_default(),
            }),
            before: json(row.before_json),
            after: json(row.after_json),
            bytes: row.bytes,
            outcome: row.outcome,
            failure_type: row.failure_type,
        }
    }
}

/// Who did what to what, in short.
pub(super) fn display(actor: Option<&str>, action: &str, what: Option<&str>) -> String {
    let actor = actor.unwrap_or("somebody");
    let what = what.map(|what| format!(" {what}")).unwrap_or_default();
    format!("{actor}: {}{what}", action.replace('_', " "))
}

impl HistoryQuery {
    /// The rows that are asked for, as `audit` knows them.
    ///
    /// # Errors
    /// A condition that can't hold for any row: a word that is none, an address that is none.
    pub fn filter(self) -> Result<Filter, Error> {
        Ok(Filter {
            person: self.user_id.map(UserId),
            path: self.path.as_deref().map(tree_path::parse).transpose()?,
            action: self.action,
            interface: self.interface.map(|name| known("interface", &name, Interface::from_name)).transpose()?,
            remote_ip: self.ip.map(|text| known("ip", &text, |text| text.parse::<IpAddr>().ok())).transpose()?,
            outcome: self.outcome.map(|name| known("outcome", &name, Outcome::from_name)).transpose()?,
            target: None,
            from: self.start_at.map(|at| at.0),
            until: self.end_at.map(|at| at.0),
        })
    }
}

fn known<T>(field: &str, text: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
    read(text).ok_or_else(|| Error::invalid(format!("{field}: there is no '{text}'.")))
}

/// What was acted upon, where it is no path.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActionTarget {
    /// `user`, `group`, `permission`…
    #[serde(rename = "type")]
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// Which acts are listed. Newest first.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Those not older.
    #[param(value_type = Option<String>, format = DateTime)]
    pub start_at: Option<DateTime>,
    /// Those older.
    #[param(value_type = Option<String>, format = DateTime)]
    pub end_at: Option<DateTime>,
    /// Those of or for this person.
    pub user_id: Option<i64>,
    /// Those on this path or below it.
    pub path: Option<String>,
    /// This action alone.
    pub action: Option<String>,
    /// Those over this interface.
    pub interface: Option<String>,
    /// Those from this address.
    pub ip: Option<String>,
    /// Those that ended so.
    pub outcome: Option<String>,
}

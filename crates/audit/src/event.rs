//! One row of the audit log, before it is written.

use std::net::IpAddr;

use keyfold_model::{ApiKeyId, ConnectionId, Interface, SessionId, UserId};

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person, in a session.
    User {
        /// Who.
        id: UserId,
        /// Their login name at that moment.
        name: String,
    },
    /// A program, by an API key; `Event::on_behalf_of` names its owner.
    ApiKey {
        /// Which key.
        id: ApiKeyId,
        /// The key's name.
        name: String,
    },
    /// A directory, by its SCIM client or its SAML response.
    Connection {
        /// Which connection.
        id: ConnectionId,
        /// Its label.
        name: String,
    },
    /// A named job of the server.
    Job(&'static str),
    /// Somebody who has proven nothing: the name that was claimed, if any.
    Stranger {
        /// As it was typed.
        claimed: Option<String>,
    },
}

/// What was acted upon, where it is no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// `user`, `group`, `grant`, `api_key`…
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Ok,
    /// It was refused.
    Denied,
    /// It was tried and did not work.
    Failed,
    /// It was begun and broken off.
    Aborted,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Denied, Self::Failed, Self::Aborted];

    /// The name in the audit log and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Denied => "denied",
            Self::Failed => "failed",
            Self::Aborted => "aborted",
        }
    }

    /// The outcome of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// One act. Made by [`Event::new`] and filled in; what is not set is stored as NULL.
#[derive(Clone, Debug)]
pub struct Event {
    /// Who did it.
    pub actor: Actor,
    /// For whom, where the actor is a key or a job.
    pub on_behalf_of: Option<UserId>,
    /// What: `login`, `create`, `user_update`… (`docs/audit.md` has the list).
    pub action: &'static str,
    /// Over what.
    pub interface: Interface,
    /// From where.
    pub remote_ip: Option<IpAddr>,
    /// In which session.
    pub session: Option<SessionId>,
    /// On which path, without leading slash.
    pub path: Option<String>,
    /// To which path.
    pub destination: Option<String>,
    /// On what else.
    pub target: Option<Target>,
    /// The state before, as JSON, secrets masked.
    pub before: Option<serde_json::Value>,
    /// The state after, as JSON, secrets masked.
    pub after: Option<serde_json::Value>,
    /// Bytes moved.
    pub bytes: Option<i64>,
    /// Of the content, in hexadecimal.
    pub sha256: Option<String>,
    /// How long it took, in microseconds.
    pub duration: Option<i64>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it was refused or failed: `password_mismatch`, `saml_audience`…
    pub failure_type: Option<&'static str>,
}

impl Event {
    /// An act that succeeded.
    #[must_use]
    pub const fn new(actor: Actor, action: &'static str, interface: Interface) -> Self {
        Self {
            actor,
            on_behalf_of: None,
            action,
            interface,
            remote_ip: None,
            session: None,
            path: None,
            destination: None,
            target: None,
            before: None,
            after: None,
            bytes: None,
            sha256: None,
            duration: None,
            outcome: Outcome::Ok,
            failure_type: None,
        }
    }

    /// The same act, refused.
    #[must_use]
    pub const fn denied(mut self, failure_type: &'static str) -> Self {
        self.outcome = Outcome::Denied;
        self.failure_type = Some(failure_type);
        self
    }
}

//! Appending.

use std::sync::Arc;

use keyfold_db::{
    Db, Durability, Tx,
    audit::{self as rows, Head, Row},
};
use keyfold_model::{AuditId, Clock, Timestamp};
use uuid::Uuid;

use crate::{Actor, Error, Event, chain};

/// The longest name that is recorded of a stranger, in characters: it is whatever somebody chose to type.
const MAX_CLAIMED: usize = 255;

/// The audit log of this node. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Log {
    db: Db,
    node: Arc<str>,
    clock: Arc<dyn Clock>,
}

impl Log {
    /// The log that this node writes. No two running nodes may have the same name.
    #[must_use]
    pub fn new(db: Db, node: &str, clock: Arc<dyn Clock>) -> Self {
        Self { db, node: node.into(), clock }
    }

    /// The database in which it is.
    #[must_use]
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// This node's name.
    #[must_use]
    pub fn node(&self) -> &str {
        &self.node
    }

    /// The present moment, by the log's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Appends one row inside the caller's transaction: the act and its row happen both or not at all.
    ///
    /// # Errors
    /// The row can't be written: the act must be refused.
    pub async fn append(&self, tx: &mut Tx, event: Event) -> Result<AuditId, Error> {
        let mut head = self.head(tx).await?;
        let from = head.seq;
        let id = self.insert(tx, &mut head, event).await?;
        self.move_head(tx, from, &head).await?;
        Ok(id)
    }

    /// Appends several rows, in order, inside the caller's transaction.
    ///
    /// # Errors
    /// The rows can't be written: the act must be refused.
    pub async fn append_all(&self, tx: &mut Tx, events: Vec<Event>) -> Result<Vec<AuditId>, Error> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let mut head = self.head(tx).await?;
        let from = head.seq;
        let mut ids = Vec::with_capacity(events.len());
        for event in events {
            ids.push(self.insert(tx, &mut head, event).await?);
        }
        self.move_head(tx, from, &head).await?;
        Ok(ids)
    }

    /// Appends one row in a transaction of its own: for an act that changes nothing in the database.
    ///
    /// # Errors
    /// The row can't be written: the act must be refused.
    pub async fn record(&self, event: Event, durability: Durability) -> Result<AuditId, Error> {
        let log = self.clone();
        self.db.write(durability, move |tx| Box::pin(async move { log.append(tx, event).await })).await
    }

    async fn head(&self, tx: &mut Tx) -> Result<Head, Error> {
        if let Some(head) = rows::head(tx.connection(), &self.node).await? {
            return Ok(head);
        }
        rows::start_chain(tx.connection(), &self.node, chain::GENESIS).await?;
        let head = rows::head(tx.connection(), &self.node).await?;
        head.ok_or_else(|| Error::NodeTaken { node: self.node.to_string() })
    }

    async fn insert(&self, tx: &mut Tx, head: &mut Head, event: Event) -> Result<AuditId, Error> {
        let at = self.clock.now();
        let id = AuditId(uuid_at(at));
        let row = row(id, at, &self.node, head, event);
        rows::insert(tx.connection(), &row).await?;
        *head = Head { seq: row.seq, hash: row.hash };
        Ok(id)
    }

    async fn move_head(&self, tx: &mut Tx, from: i64, to: &Head) -> Result<(), Error> {
        match rows::move_head(tx.connection(), &self.node, from, to).await? {
            true => Ok(()),
            false => Err(Error::NodeTaken { node: self.node.to_string() }),
        }
    }
}

/// A UUID of version 7 (RFC 9562, section 5.7) that carries this moment.
fn uuid_at(at: Timestamp) -> Uuid {
    let seconds = u64::try_from(at.seconds()).unwrap_or(0);
    let nanoseconds = u32::try_from(at.0.rem_euclid(1_000_000) * 1_000).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanoseconds))
}

fn row(id: AuditId, at: Timestamp, node: &str, before: &Head, event: Event) -> Row {
    let person_id = match &event.actor {
        Actor::User { id, .. } => Some(id.0),
        Actor::ApiKey { .. } | Actor::Connection { .. } | Actor::Job(_) | Actor::Stranger { .. } => {
            event.on_behalf_of.map(|user| user.0)
        }
    };
    let (actor_type, actor_id, actor_name) = actor_columns(event.actor);
    let (target_type, target_id, target_name) = match event.target {
        Some(target) => (Some(target.kind.to_owned()), Some(target.id), Some(target.name)),
        None => (None, None, None),
    };
    let mut row = Row {
        seq: before.seq + 1,
        id: id.to_string(),
        node: node.to_owned(),
        at: at.0,
        actor_type: actor_type.to_owned(),
        actor_id,
        actor_name: actor_name.map(storable),
        person_id,
        on_behalf_of: event.on_behalf_of.map(|user| user.0),
        action: event.action.to_owned(),
        interface: event.interface.name().to_owned(),
        remote_ip: event.remote_ip.map(|address| address.to_canonical().to_string()),
        session_id: event.session.map(|session| session.to_string()),
        path: event.path.map(storable),
        destination: event.destination.map(storable),
        target_type,
        target_id: target_id.map(storable),
        target_name: target_name.map(storable),
        before_json: event.before.map(|state| state.to_string()),
        after_json: event.after.map(|state| state.to_string()),
        bytes: event.bytes,
        sha256: event.sha256,
        duration_ms: event.duration.map(|microseconds| microseconds / 1_000),
        outcome: event.outcome.name().to_owned(),
        failure_type: event.failure_type.map(str::to_owned),
        prev_hash: before.hash.clone(),
        hash: String::new(),
    };
    row.hash = chain::hash(&row);
    row
}

fn actor_columns(actor: Actor) -> (&'static str, Option<String>, Option<String>) {
    match actor {
        Actor::User { id, name } => ("user", Some(id.to_string()), Some(name)),
        Actor::ApiKey { id, name } => ("api_key", Some(id.to_string()), Some(name)),
        Actor::Connection { id, name } => ("connection", Some(id.to_string()), Some(name)),
        Actor::Job(name) => ("job", None, Some(name.to_owned())),
        Actor::Stranger { claimed } => ("stranger", None, claimed.map(|name| name.chars().take(MAX_CLAIMED).collect())),
    }
}

/// PostgreSQL's TEXT can't hold NUL, and a stranger's NUL must not stop the row that tells of it.
fn storable(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }
}

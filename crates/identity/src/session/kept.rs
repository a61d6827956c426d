//! Sessions that outlive a request: over HTTP each request brings its credential, and all of one credential's requests are
//! one session, so that it can be seen and cut.

use std::{collections::HashMap, sync::Arc, time::Duration};

use keyfold_model::Timestamp;
use parking_lot::Mutex;

use super::Session;

/// Holds sessions alive between requests, by the hash of what the requests bring. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<HashMap<String, Slot>>>);

struct Slot {
    session: Session,
    idle: Duration,
    used_at: Timestamp,
}

impl Slot {
    fn is_good(&self, now: Timestamp) -> bool {
        self.session.is_alive()
            && now.since(self.used_at) < self.idle
            && self.session.facts().expires_at.is_none_or(|at| now < at)
    }
}

impl Kept {
    /// The session of this credential, if it lives and was used not long ago. Counts as a use.
    pub(crate) fn find(&self, credential: &str, now: Timestamp) -> Option<Session> {
        let mut slots = self.0.lock();
        let slot = slots.get_mut(credential)?;
        if !slot.is_good(now) {
            slots.remove(credential);
            return None;
        }
        slot.used_at = now;
        Some(slot.session.clone())
    }

    /// Keeps a session until it was idle for so long. Where another request was quicker, that one's session is given back.
    pub(crate) fn keep(&self, credential: String, session: &Session, now: Timestamp, idle: Duration) -> Session {
        let mut slots = self.0.lock();
        match slots.get(&credential) {
            Some(slot) if slot.is_good(now) => slot.session.clone(),
            _ => {
                slots.insert(credential, Slot { session: session.clone(), idle, used_at: now });
                session.clone()
            }
        }
    }

    /// Lets go of sessions that were cut or have been idle for too long.
    pub(crate) fn sweep(&self, now: Timestamp) {
        let let_go: Vec<Slot> = {
            let mut slots = self.0.lock();
            let over: Vec<String> =
                slots.iter().filter(|(_, slot)| !slot.is_good(now)).map(|(key, _)| key.clone()).collect();
            over.iter().filter_map(|key| slots.remove(key)).collect()
        };
        // Dropped outside the lock: the last clone of a session unregisters it.
        drop(let_go);
    }
}

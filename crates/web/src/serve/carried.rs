//! The sessions whose requests one connection carries at this moment.

use std::sync::Arc;

use keyfold_identity::{
    Session,
    session::{CloserGuard, Pass},
};
use keyfold_net::{Gatekeeper, Reset};
use parking_lot::Mutex;

/// What one connection carries. A browser's carries one session; a proxy's may carry those of many people at once.
#[derive(Clone)]
pub struct Carried(Arc<Inner>);

struct Inner {
    reset: Reset,
    requests: Mutex<Vec<Session>>,
}

/// Keeps a session among those that a connection carries, for as long as its request is answered.
pub struct Carrying {
    carried: Carried,
    session: Session,
    _closer: CloserGuard,
}

impl Carried {
    /// Nothing yet, on the connection that `reset` ends.
    pub fn new(reset: Reset) -> Self {
        Self(Arc::new(Inner { reset, requests: Mutex::default() }))
    }

    /// Carries a request of the session. If the session is cut meanwhile and the connection carries nobody else, the
    /// connection is reset at once.
    pub fn carry(&self, session: &Session) -> Carrying {
        self.0.requests.lock().push(session.clone());
        let (carried, id) = (self.clone(), session.id());
        let closer = session.close_with(Box::new(move || {
            if carried.0.requests.lock().iter().all(|other| other.id() == id) {
                carried.0.reset.now();
            }
        }));
        Carrying { carried: self.clone(), session: session.clone(), _closer: closer }
    }
}

impl Drop for Carrying {
    fn drop(&mut self) {
        let mut requests = self.carried.0.requests.lock();
        if let Some(at) = requests.iter().position(|other| other.id() == self.session.id()) {
            requests.swap_remove(at);
        }
    }
}

impl Gatekeeper for Carried {
    /// Holds a pass of every session that is carried while bytes go out. A closed gate ends the connection where nobody else
    /// is on it; otherwise that session's own streams have ended (`CutBody`) and the others go on.
    fn admit<R>(&self, write: impl FnOnce() -> R) -> Option<R> {
        let requests = self.0.requests.lock();
        let passes: Vec<Pass<'_>> = requests.iter().filter_map(|session| session.gate().pass()).collect();
        (requests.is_empty() || !passes.is_empty()).then(write)
    }
}

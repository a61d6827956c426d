//! The sessions whose requests one connection carries at this moment.

use std::{convert::Infallible, sync::Arc};

use axum::extract::FromRequestParts;
use http::request::Parts;
use keyfold_identity::{
    Session,
    session::{CloserGuard, Pass},
};
use keyfold_model::SessionId;
use keyfold_net::{Gatekeeper, Reset};
use parking_lot::Mutex;

/// What one connection carries. A browser's carries one session; a proxy's may carry those of many people at once.
#[derive(Clone)]
pub struct Carried(Arc<Inner>);

struct Inner {
    reset: Reset,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The session of each request that is answered.
    requests: Vec<Session>,
    /// How many requests are ending sessions by what they ask for, and still have to be answered.
    farewells: usize,
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
        Self(Arc::new(Inner { reset, state: Mutex::default() }))
    }

    /// Carries a request of the session. If the session is cut meanwhile and the connection carries nobody else, the
    /// connection is reset at once.
    pub fn carry(&self, session: &Session) -> Carrying {
        self.0.state.lock().requests.push(session.clone());
        let (carried, id) = (self.clone(), session.id());
        let closer = session.close_with(Box::new(move || carried.end(id)));
        Carrying { carried: self.clone(), session: session.clone(), _closer: closer }
    }

    fn end(&self, id: SessionId) {
        let mut state = self.0.state.lock();
        if state.farewells > 0 {
            // Its streams end by themselves (`CutBody`), and the gate no longer asks for its pass.
            state.requests.retain(|other| other.id() != id);
        } else if state.requests.iter().all(|other| other.id() == id) {
            self.0.reset.now();
        }
    }
}

/// The connection of a request that ends sessions by what it asks for, as signing out does: its answer has to come through,
/// though all else that the connection carries may belong to the very session that ends.
pub struct Farewell(Option<Carried>);

/// While it is held, sessions that end don't take the connection with them. Hold it across what ends them, once the request is
/// proven to come from the person or their directory, and no longer.
pub struct Spared(Option<Carried>);

impl Farewell {
    /// Spares the connection.
    #[must_use]
    pub fn spare(&self) -> Spared {
        if let Some(carried) = &self.0 {
            carried.0.state.lock().farewells += 1;
        }
        Spared(self.0.clone())
    }
}

impl Drop for Spared {
    fn drop(&mut self) {
        if let Some(carried) = &self.0 {
            carried.0.state.lock().farewells -= 1;
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Farewell {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<Carried>().cloned()))
    }
}

impl Drop for Carrying {
    fn drop(&mut self) {
        let requests = &mut self.carried.0.state.lock().requests;
        if let Some(at) = requests.iter().position(|other| other.id() == self.session.id()) {
            requests.swap_remove(at);
        }
    }
}

impl Gatekeeper for Carried {
    /// Holds a pass of every session that is carried while bytes go out. A closed gate ends the connection where nobody else
    /// is on it; otherwise that session's own streams have ended (`CutBody`) and the others go on.
    fn admit<R>(&self, write: impl FnOnce() -> R) -> Option<R> {
        let state = self.0.state.lock();
        let requests = &state.requests;
        let passes: Vec<Pass<'_>> = requests.iter().filter_map(|session| session.gate().pass()).collect();
        (requests.is_empty() || !passes.is_empty()).then(write)
    }
}

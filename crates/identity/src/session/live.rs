//! The registry of live sessions of this node.

use std::{
    collections::HashMap,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use keyfold_model::UserId;
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use super::{Closer, CloserGuard, Facts, Gate, Inner, Session};

static NEXT_CLOSER: AtomicU64 = AtomicU64::new(0);
static NEXT_SERIAL: AtomicU64 = AtomicU64::new(0);

/// Every live session of this node, by person. Cheap to clone.
#[derive(Clone, Default)]
pub struct LiveSessions(Arc<Mutex<HashMap<UserId, BySerial>>>);

/// The sessions of one person, by their place in the registry.
type BySerial = HashMap<u64, Weak<Inner>>;

impl LiveSessions {
    /// Registers a session. The caller checks *afterwards* that the person is still active, and cuts it otherwise: so a
    /// sign-in that races a deactivation always loses.
    pub(crate) fn register(&self, facts: Facts) -> Session {
        let (user, serial) = (facts.user, NEXT_SERIAL.fetch_add(1, Ordering::Relaxed));
        let inner = Arc::new(Inner {
            facts,
            serial,
            cut: AtomicBool::new(false),
            token: CancellationToken::new(),
            gate: Gate::default(),
            closers: Mutex::default(),
            live: self.clone(),
        });
        self.0.lock().entry(user).or_default().insert(serial, Arc::downgrade(&inner));
        Session(inner)
    }

    /// Every live session: those that were cut and are still held by their connections are none.
    #[must_use]
    pub fn all(&self) -> Vec<Session> {
        let held: Vec<_> = self.0.lock().values().flat_map(HashMap::values).filter_map(Weak::upgrade).collect();
        alive(held)
    }

    /// The live sessions of a person.
    #[must_use]
    pub fn of(&self, user: UserId) -> Vec<Session> {
        let held: Vec<_> =
            self.0.lock().get(&user).into_iter().flat_map(HashMap::values).filter_map(Weak::upgrade).collect();
        alive(held)
    }

    /// Cuts every session of a person that `doomed` picks: no payload follows, sockets are reset, work is cancelled. Returns
    /// those that were alive, for their `session_cut` rows. Never waits for a task or the network.
    pub(crate) fn cut(&self, user: UserId, doomed: impl Fn(&Session) -> bool) -> Vec<Session> {
        let sessions: Vec<Session> = self.of(user).into_iter().filter(|session| doomed(session)).collect();
        sessions.into_iter().filter(|session| session.0.cut_now()).collect()
    }

    pub(super) fn forget(&self, user: UserId, serial: u64) {
        let mut users = self.0.lock();
        if let Some(sessions) = users.get_mut(&user) {
            sessions.remove(&serial);
            if sessions.is_empty() {
                users.remove(&user);
            }
        }
    }
}

/// Called without the registry's lock: the clone that is dropped here may be the last, and takes the lock to be forgotten.
fn alive(held: Vec<Arc<Inner>>) -> Vec<Session> {
    held.into_iter().map(Session).filter(Session::is_alive).collect()
}

impl Inner {
    /// Ends the session. False if it had ended before.
    fn cut_now(&self) -> bool {
        if self.cut.swap(true, Ordering::AcqRel) {
            return false;
        }
        self.gate.close();
        for (_, closer) in self.closers.lock().iter_mut() {
            closer();
        }
        self.token.cancel();
        true
    }
}

pub(super) fn add_closer(session: &Session, mut closer: Closer) -> CloserGuard {
    let key = NEXT_CLOSER.fetch_add(1, Ordering::Relaxed);
    let mut closers = session.0.closers.lock();
    if session.is_alive() {
        closers.push((key, closer));
    } else {
        closer();
    }
    CloserGuard { session: Arc::downgrade(&session.0), key }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use keyfold_audit::Actor;
    use keyfold_model::{Interface, SessionId, SiteRole, Timestamp, VPath};

    use super::*;
    use crate::{Origin, session::Credential};

    fn facts(user: i64) -> Facts {
        Facts {
            id: SessionId::generate(),
            user: UserId(user),
            login_name: format!("user{user}"),
            role: SiteRole::Member,
            partner: None,
            actor: Actor::User { id: UserId(user), name: format!("user{user}") },
            top: VPath::root(),
            access_epoch: 0,
            credential: Credential::Password,
            second: None,
            expires_at: None,
            origin: Origin {
                interface: Interface::Sftp,
                remote_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
                client: String::new(),
            },
            since: Timestamp(0),
        }
    }

    #[test]
    fn a_cut_reaches_every_session_of_the_person_and_nobody_else() {
        let live = LiveSessions::default();
        let (first, second, other) = (live.register(facts(1)), live.register(facts(1)), live.register(facts(2)));
        let reset = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&reset);
        let _guard = first.close_with(Box::new(move || flag.store(true, Ordering::SeqCst)));
        assert_eq!(live.cut(UserId(1), |_| true).len(), 2);
        assert!(reset.load(Ordering::SeqCst));
        assert!(!first.is_alive() && !second.is_alive() && other.is_alive());
        assert!(first.gate().pass().is_none());
        assert!(live.cut(UserId(1), |_| true).is_empty(), "a second cut finds nothing alive");
    }

    #[test]
    fn a_closer_that_comes_too_late_is_called_at_once() {
        let live = LiveSessions::default();
        let session = live.register(facts(1));
        live.cut(UserId(1), |_| true);
        let reset = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&reset);
        let _guard = session.close_with(Box::new(move || flag.store(true, Ordering::SeqCst)));
        assert!(reset.load(Ordering::SeqCst));
    }

    #[test]
    fn a_dropped_session_is_forgotten() {
        let live = LiveSessions::default();
        drop(live.register(facts(1)));
        assert!(live.all().is_empty());
    }
}

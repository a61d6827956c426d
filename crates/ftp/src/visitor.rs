//! Who is at the other end of a control connection, as its task and its data connections both see it.

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use keyfold_identity::{Origin, Session, session::CloserGuard};
use keyfold_model::Interface;
use keyfold_net::{Connection, Gatekeeper, Reset, Unproven};
use parking_lot::Mutex;
use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::Patience;

/// How quiet a connection must be to be ended when the server stops.
const QUIET_AT_STOP: Duration = Duration::from_secs(1);

/// The other end of a control connection.
pub(crate) struct Visitor {
    address: IpAddr,
    began: Instant,
    reset: Reset,
    unproven: Unproven,
    stage: watch::Sender<Stage>,
    signed_in: OnceLock<SignedIn>,
    heard: Mutex<Instant>,
}

/// How far the client has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Connected,
    Spoken,
    SignedIn,
}

struct SignedIn {
    session: Session,
    _closer: CloserGuard,
}

/// Why a connection is ended from this side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parting {
    /// It said nothing, or did not manage to sign in, in time.
    TooSlow,
    /// The session was cut.
    Cut,
    /// Nothing was asked, and no byte moved, for a long time.
    Idle,
    /// The server stops.
    Stopping,
}

impl Visitor {
    pub(crate) fn of(connection: &Connection) -> Self {
        Self {
            address: connection.peer().ip().to_canonical(),
            began: Instant::now(),
            reset: connection.reset(),
            unproven: connection.unproven(),
            stage: watch::Sender::new(Stage::Connected),
            signed_in: OnceLock::new(),
            heard: Mutex::new(Instant::now()),
        }
    }

    /// Where it is: the one address that data goes to and comes from.
    pub(crate) const fn address(&self) -> IpAddr {
        self.address
    }

    /// Notes that the client has said something.
    pub(crate) fn speaks(&self) {
        self.hears();
        self.stage.send_if_modified(|stage| {
            *stage < Stage::Spoken && {
                *stage = Stage::Spoken;
                true
            }
        });
    }

    /// Notes that the client has signed in. From here on nothing is written but through the session's gate, and a cut resets
    /// the connection.
    pub(crate) fn signs_in(&self, session: Session) {
        let closer = self.closes_with(&session, self.reset.clone());
        self.signed_in.get_or_init(|| SignedIn { session, _closer: closer });
        self.unproven.proven();
        self.hears();
        self.stage.send_replace(Stage::SignedIn);
    }

    /// Has a cut of the session reset one more connection, until the guard is dropped.
    pub(crate) fn closes_with(&self, session: &Session, reset: Reset) -> CloserGuard {
        session.close_with(Box::new(move || reset.now()))
    }

    /// Notes that something goes on: a command, or bytes of data.
    pub(crate) fn hears(&self) {
        *self.heard.lock() = Instant::now();
    }

    /// Whose the connection is.
    pub(crate) fn session(&self) -> Option<&Session> {
        self.signed_in.get().map(|signed_in| &signed_in.session)
    }

    /// Where it comes from, for the record.
    pub(crate) fn origin(&self) -> Origin {
        Origin { interface: Interface::Ftp, remote_ip: self.address, client: String::new() }
    }

    /// Whether the client has ended the control connection, as far as the kernel knows.
    pub(crate) fn has_left(&self) -> bool {
        self.reset.is_too_late()
    }

    /// Resets the control connection.
    pub(crate) fn reset(&self) {
        self.reset.now();
    }

    /// Resolves when the connection is to be ended, and says why.
    pub(crate) async fn overstays(&self, patience: &Patience, stop: &CancellationToken) -> Parting {
        let signing_in = async {
            let first = tokio::time::timeout_at(self.began + patience.first_request, self.reaches(Stage::Spoken));
            let signed_in = tokio::time::timeout_at(self.began + patience.sign_in, self.reaches(Stage::SignedIn));
            first.await.is_ok() && signed_in.await.is_ok()
        };
        let in_time = tokio::select! {
            biased;
            in_time = signing_in => in_time,
            () = stop.cancelled() => return Parting::Stopping,
        };
        let Some(session) = self.session().filter(|_| in_time) else { return Parting::TooSlow };
        tokio::select! {
            biased;
            () = session.cut() => Parting::Cut,
            () = self.is_quiet_for(patience.idle) => Parting::Idle,
            () = async { stop.cancelled().await; self.is_quiet_for(QUIET_AT_STOP).await } => Parting::Stopping,
        }
    }

    async fn reaches(&self, wanted: Stage) {
        // It can't fail: the sender is ours.
        self.stage.subscribe().wait_for(|stage| *stage >= wanted).await.ok();
    }

    async fn is_quiet_for(&self, span: Duration) {
        loop {
            let until = *self.heard.lock() + span;
            if until <= Instant::now() {
                return;
            }
            tokio::time::sleep_until(until).await;
        }
    }
}

/// Before signing in all is written; after that nothing but through the session's gate.
pub(crate) struct SessionGate(pub(crate) Arc<Visitor>);

impl Gatekeeper for SessionGate {
    fn admit<R>(&self, write: impl FnOnce() -> R) -> Option<R> {
        match self.0.session() {
            None => Some(write()),
            Some(session) => session.gate().pass().map(|_pass| write()),
        }
    }
}

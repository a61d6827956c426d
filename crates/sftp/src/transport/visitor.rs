//! Who is at the other end of a connection, as its task and its SSH handler both see it.

use std::{net::IpAddr, sync::OnceLock, time::Duration};

use keyfold_identity::{Origin, Session, session::CloserGuard};
use keyfold_model::Interface;
use keyfold_net::{Connection, Gatekeeper, Reset, Unproven};
use parking_lot::Mutex;
use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;

use super::Patience;

/// How quiet a connection must be to be ended when the server stops.
const QUIET_AT_STOP: Duration = Duration::from_secs(1);

/// The other end of a connection.
pub(super) struct Visitor {
    address: IpAddr,
    began: Instant,
    reset: Reset,
    unproven: Unproven,
    client: OnceLock<String>,
    stage: watch::Sender<Stage>,
    signed_in: OnceLock<SignedIn>,
    heard: Mutex<Instant>,
}

/// How far the client has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Connected,
    AsksToSignIn,
    WaitsForApproval,
    SignedIn,
}

struct SignedIn {
    session: Session,
    _closer: CloserGuard,
}

/// Why a connection is ended from this side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parting {
    /// It did not ask to sign in, or did not manage to, in time.
    TooSlow,
    /// The session was cut.
    Cut,
    /// Nothing was asked for a long time.
    Idle,
    /// The server stops.
    Stopping,
}

impl Visitor {
    pub(super) fn of(connection: &Connection) -> Self {
        Self {
            address: connection.peer().ip().to_canonical(),
            began: Instant::now(),
            reset: connection.reset(),
            unproven: connection.unproven(),
            client: OnceLock::new(),
            stage: watch::Sender::new(Stage::Connected),
            signed_in: OnceLock::new(),
            heard: Mutex::new(Instant::now()),
        }
    }

    /// Notes what the client calls itself.
    pub(super) fn is_called(&self, client: String) {
        self.client.get_or_init(|| client);
    }

    /// Notes that the client asks to sign in.
    pub(super) fn asks_to_sign_in(&self) {
        self.comes_to(Stage::AsksToSignIn);
    }

    /// Notes that the person was sent to their browser: that takes longer than typing a password.
    pub(super) fn waits_for_approval(&self) {
        self.comes_to(Stage::WaitsForApproval);
    }

    fn comes_to(&self, reached: Stage) {
        self.stage.send_if_modified(|stage| {
            *stage < reached && {
                *stage = reached;
                true
            }
        });
    }

    /// Notes that the client has signed in. From here on nothing is written but through the session's gate, and a cut resets
    /// the connection.
    pub(super) fn signs_in(&self, session: Session) {
        let reset = self.reset.clone();
        let closer = session.close_with(Box::new(move || reset.now()));
        self.signed_in.get_or_init(|| SignedIn { session, _closer: closer });
        self.unproven.proven();
        self.hears();
        self.stage.send_replace(Stage::SignedIn);
    }

    /// Notes that the client does something.
    pub(super) fn hears(&self) {
        *self.heard.lock() = Instant::now();
    }

    /// Whose the connection is.
    pub(super) fn session(&self) -> Option<&Session> {
        self.signed_in.get().map(|signed_in| &signed_in.session)
    }

    /// Where it comes from, for the record.
    pub(super) fn origin(&self) -> Origin {
        let client = self.client.get().cloned().unwrap_or_default();
        Origin { interface: Interface::Sftp, remote_ip: self.address, client }
    }

    /// Resets the connection.
    pub(super) fn reset(&self) {
        self.reset.now();
    }

    /// Resolves when the connection is to be ended, and says why.
    pub(super) async fn overstays(&self, patience: &Patience, stop: &CancellationToken) -> Parting {
        let signing_in = async {
            let first = tokio::time::timeout_at(self.began + patience.first_request, self.reaches(Stage::AsksToSignIn));
            if first.await.is_err() {
                return false;
            }
            let next = tokio::time::timeout_at(self.began + patience.sign_in, self.reaches(Stage::WaitsForApproval));
            let signed_in = tokio::time::timeout_at(self.began + patience.approval, self.reaches(Stage::SignedIn));
            next.await.is_ok() && signed_in.await.is_ok()
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
pub(super) struct SessionGate(pub(super) std::sync::Arc<Visitor>);

impl Gatekeeper for SessionGate {
    fn admit<R>(&self, write: impl FnOnce() -> R) -> Option<R> {
        match self.0.session() {
            None => Some(write()),
            Some(session) => session.gate().pass().map(|_pass| write()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, sync::Arc};

    use keyfold_audit::Log;
    use keyfold_db::Db;
    use keyfold_identity::{Admission, Console, Identity, NewUser, UserEdit};
    use keyfold_model::{Clock, LoginName, SiteRole, SystemClock};
    use keyfold_net::{Drain, Limits};
    use tokio::{
        net::{TcpListener, TcpStream},
        sync::mpsc,
    };

    use super::*;

    /// A directory with one person, and a session of theirs.
    async fn directory(folder: &std::path::Path) -> (Identity, Session) {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let db = Db::open(&format!("sqlite://{}/keyfold.db", folder.display())).await.expect("a database");
        let log = Log::new(db.clone(), "test", Arc::clone(&clock));
        let identity = Identity::open(db, log, clock).await.expect("an identity");
        let login = LoginName::parse("ann").expect("a login name");
        let new = NewUser { login, display_name: None, email: None, role: SiteRole::Member, password: None };
        let console = Console::of_this_machine();
        identity.users.create(&console.site_admin(), new).await.expect("a user");
        let session = identity.authenticator.console(&console, "ann").await.expect("signed in");
        (identity, session)
    }

    #[tokio::test]
    async fn all_is_written_before_signing_in_and_nothing_after_a_cut() {
        let folder = tempfile::tempdir().expect("a folder");
        let (identity, session) = directory(folder.path()).await;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let (accepted, mut accepting) = mpsc::unbounded_channel();
        let drain = Drain { stop: CancellationToken::new(), grace: Duration::ZERO };
        tokio::spawn(keyfold_net::accept(listener, Limits::default(), drain, move |connection| {
            accepted.send(connection).ok();
            std::future::ready(())
        }));
        let client = TcpStream::connect(address).await.expect("listening");
        let connection = accepting.recv().await.expect("a connection");
        let visitor = Arc::new(Visitor::of(&connection));
        let gate = SessionGate(Arc::clone(&visitor));
        assert_eq!(gate.admit(|| 1), Some(1));
        visitor.signs_in(session.clone());
        assert_eq!(gate.admit(|| 2), Some(2));
        let off = UserEdit { admission: Some(Admission::Disabled), ..UserEdit::default() };
        let admin = Console::of_this_machine().site_admin();
        identity.users.update(&admin, session.user(), off).await.expect("switched off");
        assert_eq!(gate.admit(|| 3), None);
        client.readable().await.expect("an event");
        let error = client.try_read(&mut [0; 1]).expect_err("the connection was reset");
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
        let parting = visitor.overstays(&Patience::default(), &CancellationToken::new()).await;
        assert_eq!(parting, Parting::Cut);
    }
}

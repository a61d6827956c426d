//! Proofs of authentication that are in use, and how they end.

mod gate;
mod kept;
mod live;

use std::{
    fmt,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use keyfold_audit::{Actor, Event};
use keyfold_db::api_keys::PermissionSet;
use keyfold_model::{
    ApiKeyId, ApprovalId, ConnectionId, Interface, PartnerId, PublicKeyId, SessionId, SiteRole, Timestamp, UserId,
    VPath,
};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

pub use gate::{Gate, Pass};
pub(crate) use kept::Kept;
pub use live::LiveSessions;

use crate::FactorKind;

/// Where a sign-in comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Over what.
    pub interface: Interface,
    /// From which address.
    pub remote_ip: IpAddr,
    /// What the client says it is: an SSH version string, a user agent. Shown, never believed.
    pub client: String,
}

/// How a person proved themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// By their password.
    Password,
    /// By an SSH key.
    PublicKey(PublicKeyId),
    /// By a certificate of an authority of the site.
    Certificate {
        /// Which settings it was checked against.
        settings: u64,
    },
    /// By their word in a browser.
    Approval(ApprovalId),
    /// By an API key of theirs.
    ApiKey {
        /// Which.
        id: ApiKeyId,
        /// What it may be used for.
        permission_set: PermissionSet,
    },
    /// By a signed word of their directory.
    Saml(ConnectionId),
    /// By the cookie of a browser that signed in before.
    Cookie,
    /// By being at the server's own command line.
    Console,
}

/// What stands beside the first proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondProof {
    /// A second factor of ours.
    Factor(FactorKind),
    /// Whatever the directory asked for when the person signed in there.
    Directory,
}

impl SecondProof {
    /// The name in the database and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Factor(kind) => kind.name(),
            Self::Directory => "directory",
        }
    }

    /// The proof of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        if name == Self::Directory.name() {
            Some(Self::Directory)
        } else {
            FactorKind::from_name(name).map(Self::Factor)
        }
    }
}

/// What a session is about: fixed when it begins.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// Their login name when it began.
    pub login_name: String,
    /// Their role when it began. A change of role ends the person's sessions.
    pub role: SiteRole,
    /// Their partner, if they are an outside person of one.
    pub partner: Option<PartnerId>,
    /// Who acts in the audit log: the person, or their API key.
    pub actor: Actor,
    /// The folder that the session can't leave: an API key's path, a person's root. Paths are relative to the whole tree.
    pub top: VPath,
    /// The person's access epoch when it began; a transaction that finds another one refuses.
    pub access_epoch: i64,
    /// How the person proved themselves.
    pub credential: Credential,
    /// What was proven besides.
    pub second: Option<SecondProof>,
    /// When it ends by itself, with the key that began it.
    pub expires_at: Option<Timestamp>,
    /// Where it came from.
    pub origin: Origin,
    /// When it began.
    pub since: Timestamp,
}

/// A proof of authentication, cheap to clone. It is registered while any clone lives, and once cut it stays cut.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    facts: Facts,
    /// Its place in the registry: two requests of one browser may begin at the same time, under one id.
    serial: u64,
    cut: AtomicBool,
    token: CancellationToken,
    gate: Gate,
    closers: Mutex<Vec<(u64, Closer)>>,
    live: LiveSessions,
}

/// Ends one connection at once: resets a socket. Must not block.
pub type Closer = Box<dyn FnMut() + Send>;

impl Session {
    /// What it is about.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.0.facts
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> SessionId {
        self.0.facts.id
    }

    /// Whose it is.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.0.facts.user
    }

    /// Whether it has not been cut: one atomic load.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        !self.0.cut.load(Ordering::Acquire)
    }

    /// Resolves when the session is cut. Race work against it.
    pub async fn cut(&self) {
        self.0.token.cancelled().await;
    }

    /// What payload passes on its way to a socket.
    #[must_use]
    pub fn gate(&self) -> &Gate {
        &self.0.gate
    }

    /// Has `closer` called when the session is cut (at once, if it is already), until the returned guard is dropped.
    #[must_use = "the closer is forgotten when the guard is dropped"]
    pub fn close_with(&self, closer: Closer) -> CloserGuard {
        live::add_closer(self, closer)
    }

    /// An audit event of this session: actor, interface, address and session id filled in.
    #[must_use]
    pub fn event(&self, action: &'static str) -> Event {
        let facts = self.facts();
        let mut event = Event::new(facts.actor.clone(), action, facts.origin.interface);
        if matches!(facts.actor, Actor::ApiKey { .. }) {
            event.on_behalf_of = Some(facts.user);
        }
        event.remote_ip = Some(facts.origin.remote_ip);
        event.session = Some(facts.id);
        event
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("facts", &self.0.facts).field("alive", &self.is_alive()).finish()
    }
}

/// Keeps a [`Closer`] registered.
pub struct CloserGuard {
    session: std::sync::Weak<Inner>,
    key: u64,
}

impl Drop for CloserGuard {
    fn drop(&mut self) {
        if let Some(inner) = self.session.upgrade() {
            inner.closers.lock().retain(|(key, _)| *key != self.key);
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.live.forget(self.facts.user, self.serial);
    }
}

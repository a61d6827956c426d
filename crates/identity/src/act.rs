//! Acts that change who may do what: one transaction with its record, and what it cuts is cut before anybody hears of it.

use std::sync::Arc;

use futures::future::BoxFuture;
use keyfold_audit::{Event, Log};
use keyfold_authz::{Change, Person, PersonState};
use keyfold_db::{
    Db, Durability, Tx,
    revocations::{self, Kind},
    users::User,
};
use keyfold_model::{ApiKeyId, Clock, PublicKeyId, SessionId, Timestamp, UserId};
use parking_lot::Mutex;

use crate::{Error, LivePolicy, LiveSessions, Session, proof::Authority, session::Credential};

/// Carries acts out. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Acts {
    pub(crate) db: Db,
    pub(crate) log: Log,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) policy: LivePolicy,
    pub(crate) live: LiveSessions,
}

/// An act in progress: its transaction, and what follows from it once it has committed.
pub(crate) struct Act<'t> {
    pub(crate) tx: &'t mut Tx,
    pub(crate) now: Timestamp,
    pub(crate) authority: &'t Authority,
    log: &'t Log,
    follow: &'t mut Follow,
}

/// What follows from an act.
#[derive(Default)]
struct Follow {
    changes: Vec<Change>,
    doomed: Vec<(UserId, Doomed)>,
}

/// Which sessions of a person end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doomed {
    /// All of them.
    All,
    /// Those that an API key began.
    ByApiKey(ApiKeyId),
    /// Those that an SSH key began.
    ByPublicKey(PublicKeyId),
    /// This one.
    One(SessionId),
}

impl Doomed {
    fn picks(self, session: &Session) -> bool {
        match self {
            Self::All => true,
            Self::ByApiKey(key) => {
                matches!(session.facts().credential, Credential::ApiKey { id, .. } if id == key)
            }
            Self::ByPublicKey(key) => session.facts().credential == Credential::PublicKey(key),
            Self::One(id) => session.id() == id,
        }
    }

    fn kind(self) -> (Kind, Option<String>) {
        match self {
            Self::All => (Kind::Person, None),
            Self::ByApiKey(key) => (Kind::ApiKey, Some(key.to_string())),
            Self::ByPublicKey(key) => (Kind::PublicKey, Some(key.to_string())),
            Self::One(id) => (Kind::Session, Some(id.to_string())),
        }
    }
}

impl Acts {
    /// Runs an act in one transaction on this authority. Once it has committed, and before any later transaction begins,
    /// its changes of the policy are in force and the sessions that it ends are cut; then their `session_cut` rows are
    /// written; then this returns. A caller that goes away in between stops none of it.
    pub(crate) async fn run<T, E, F>(&self, authority: &Authority, act: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'t> FnOnce(Act<'t>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let (acts, authority) = (self.clone(), authority.clone());
        let work = tokio::spawn(async move {
            let cut = Arc::new(Mutex::new(Vec::new()));
            let value = acts.commit(authority.clone(), act, Arc::clone(&cut)).await.map_err(Undone::into_cause)?;
            let cut = std::mem::take(&mut *cut.lock());
            acts.record_cuts(&authority, cut).await?;
            Ok(value)
        });
        work.await.unwrap_or_else(|_| Err(E::from(Error::Interrupted)))
    }

    async fn commit<T, E, F>(&self, authority: Authority, act: F, cut: Arc<Mutex<Vec<Session>>>) -> Result<T, Undone<E>>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'t> FnOnce(Act<'t>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let acts = self.clone();
        self.db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move {
                    let now = acts.clock.now();
                    authority.check(tx, now).await.map_err(|error| Undone(error.into()))?;
                    let mut follow = Follow::default();
                    let context = Act { tx, now, authority: &authority, log: &acts.log, follow: &mut follow };
                    let value = act(context).await.map_err(Undone)?;
                    tx.on_commit(move || acts.follow_up(follow, &cut));
                    Ok(value)
                })
            })
            .await
    }

    /// Runs on the writer, right after the commit.
    fn follow_up(&self, follow: Follow, cut: &Mutex<Vec<Session>>) {
        if !follow.changes.is_empty() {
            self.policy.apply(follow.changes);
        }
        for (user, doomed) in follow.doomed {
            cut.lock().extend(self.live.cut(user, |session| doomed.picks(session)));
        }
    }

    /// One `session_cut` row for each, all in one transaction.
    pub(crate) async fn record_cuts(&self, authority: &Authority, cut: Vec<Session>) -> Result<(), Error> {
        if cut.is_empty() {
            return Ok(());
        }
        let events = cut.iter().map(|session| session_cut(authority, session)).collect();
        let log = self.log.clone();
        self.db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move {
                    log.append_all(tx, events).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
    }
}

/// What the record says of a cut: who caused it, and whose session it was.
fn session_cut(authority: &Authority, session: &Session) -> Event {
    let mut event = session.event("session_cut");
    event.actor = authority.actor().clone();
    event.on_behalf_of = Some(session.user());
    event.target = Some(crate::target::user_named(session.user(), &session.facts().login_name));
    event
}

/// The caller's error, told apart from those of the database only on the way through the writer.
struct Undone<E>(E);

impl<E> Undone<E> {
    fn into_cause(self) -> E {
        self.0
    }
}

impl<E: From<Error>> From<keyfold_db::Error> for Undone<E> {
    fn from(error: keyfold_db::Error) -> Self {
        Self(Error::from(error).into())
    }
}

impl Act<'_> {
    /// An event on the authority of this act.
    pub(crate) fn event(&self, action: &'static str) -> Event {
        self.authority.event(action)
    }

    /// Appends to the record.
    pub(crate) async fn record(&mut self, event: Event) -> Result<(), Error> {
        self.log.append(self.tx, event).await?;
        Ok(())
    }

    /// Puts a change of the policy in force with the commit.
    pub(crate) fn change(&mut self, change: Change) {
        self.follow.changes.push(change);
    }

    /// Tells the policy how the person stands now.
    pub(crate) fn set_person(&mut self, user: &User) {
        self.change(Change::PersonSet(person(user)));
    }

    /// Ends every session of a person with the commit. Raises their access epoch: the caller writes the row.
    pub(crate) async fn end_sessions(&mut self, user: &mut User) -> Result<(), Error> {
        user.access_epoch += 1;
        keyfold_db::web_sessions::delete_of_user(self.tx, user.id).await?;
        self.cut(user.id, user.access_epoch, Doomed::All).await
    }

    /// Ends some sessions of a person with the commit.
    pub(crate) async fn cut(&mut self, user: UserId, epoch: i64, doomed: Doomed) -> Result<(), Error> {
        let (kind, subject) = doomed.kind();
        revocations::append(self.tx, user, epoch, kind, subject.as_deref(), self.now).await?;
        self.follow.doomed.push((user, doomed));
        Ok(())
    }
}

/// What the permission engine needs to know of a user.
pub(crate) fn person(user: &User) -> Person {
    Person {
        id: user.id,
        state: if user.is_alive() { PersonState::Alive } else { PersonState::Disabled },
        role: user.role,
        partner: user.partner,
    }
}

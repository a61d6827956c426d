//! Who is signed in on this node, and ending it.

use keyfold_db::{Durability, approvals, saml_requests, saml_sessions, sign_in_codes, sign_in_failures, web_sessions};
use keyfold_model::{Interface, SessionId, UserId};

use crate::{
    Error, Session, SiteAdmin,
    act::{Acts, Doomed},
    proof::Authority,
    session::Kept,
    target,
};

/// The sessions of this node. Cheap to clone.
#[derive(Clone)]
pub struct SignIns {
    pub(crate) acts: Acts,
    pub(crate) kept: Kept,
}

impl SignIns {
    /// Every live session.
    #[must_use]
    pub fn all(&self) -> Vec<Session> {
        self.acts.live.all()
    }

    /// The live sessions of a person.
    #[must_use]
    pub fn of(&self, user: UserId) -> Vec<Session> {
        self.acts.live.of(user)
    }

    /// Cuts a session, as an administrator. It carries no byte more when this returns.
    ///
    /// # Errors
    /// No such session on this node.
    pub async fn cut(&self, admin: &SiteAdmin, id: SessionId) -> Result<(), Error> {
        let session = self.all().into_iter().find(|session| session.id() == id);
        let session = session.ok_or(Error::NotFound("session"))?;
        self.end(&admin.0, &session, "session_revoke").await
    }

    /// Signs a person out, as they asked.
    ///
    /// # Errors
    /// The session was cut before.
    pub async fn sign_out(&self, session: &Session) -> Result<(), Error> {
        self.end(&Authority::of_session(session), session, "logout").await
    }

    async fn end(&self, authority: &Authority, session: &Session, action: &'static str) -> Result<(), Error> {
        let facts = session.facts().clone();
        self.acts
            .run(authority, move |mut act| {
                Box::pin(async move {
                    web_sessions::delete(act.tx, facts.id).await?;
                    act.cut(facts.user, facts.access_epoch, Doomed::One(facts.id)).await?;
                    let mut event = act.event(action);
                    event.target = Some(target::of("session", facts.id, &facts.login_name));
                    act.record(event).await
                })
            })
            .await
    }

    /// Cuts sessions whose key has expired, lets go of idle ones, and sweeps what has ended by itself from the database. To
    /// be called every few seconds.
    ///
    /// # Errors
    /// The database fails; what was due is done next time.
    pub async fn sweep(&self) -> Result<(), Error> {
        let now = self.acts.clock.now();
        self.kept.sweep(now);
        let over = |session: &Session| session.facts().expires_at.is_some_and(|at| at <= now);
        let mut cut = Vec::new();
        for session in self.all().into_iter().filter(&over) {
            cut.extend(self.acts.live.cut(session.user(), |other| other.id() == session.id()));
        }
        self.acts.record_cuts(&Authority::of_job("expiry", Interface::Robot), cut).await?;
        self.acts
            .db
            .write(Durability::Process, move |tx| {
                Box::pin(async move {
                    web_sessions::delete_expired(tx, now).await?;
                    saml_requests::delete_expired(tx, now).await?;
                    saml_sessions::delete_expired_logouts(tx, now).await?;
                    approvals::delete_expired(tx, now).await?;
                    sign_in_codes::delete_expired(tx, now).await?;
                    sign_in_failures::delete_expired(tx, now).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
    }
}

//! Refusing: on record, and counted where it may have been a guess.

use keyfold_audit::{Actor, Event};
use keyfold_db::{Durability, users::User};

use super::Authenticator;
use crate::{
    Denial, Origin,
    sign_in_policy::SignInPolicy,
    target,
    throttle::{self, Subject},
};

/// Who seems to be signing in, for the record of a refusal.
#[derive(Clone, Copy)]
pub(super) enum Claim<'c> {
    /// A known user.
    User(&'c User),
    /// A name that was typed.
    Name(&'c str),
    /// Not even a name.
    Nobody,
}

impl Authenticator {
    /// Records a refusal and gives it back. The row is as durable as the process: a flood of wrong passwords must not become
    /// a flood of disk flushes.
    pub(super) async fn refuse(&self, claim: Claim<'_>, origin: &Origin, denial: Denial) -> Denial {
        match self.acts.log.record(event(claim, origin, &denial), Durability::Process).await {
            Ok(_) => denial,
            Err(error) => Denial::Unavailable(error.into()),
        }
    }

    /// The same of what may have been a guess: it counts, in the transaction of its record.
    pub(super) async fn refuse_guess(
        &self,
        claim: Claim<'_>,
        origin: &Origin,
        denial: Denial,
        guessed: &[Subject],
    ) -> Denial {
        let (event, log, now) = (event(claim, origin, &denial), self.acts.log.clone(), self.acts.clock.now());
        let guessed = guessed.to_vec();
        let counted = self
            .acts
            .db
            .write(Durability::Process, move |tx| {
                Box::pin(async move {
                    log.append(tx, event).await?;
                    let policy = SignInPolicy::load(tx.connection()).await?;
                    throttle::count(tx, &policy, &guessed, now).await
                })
            })
            .await;
        match counted {
            Ok(()) => denial,
            Err(error) => Denial::Unavailable(error),
        }
    }

    /// Refuses what has had too many failures. Asked before anything is computed.
    pub(super) async fn check_throttle(
        &self,
        claim: Claim<'_>,
        origin: &Origin,
        subjects: &[Subject],
    ) -> Result<(), Denial> {
        let now = self.acts.clock.now();
        let checked = {
            let connection = &mut *self.acts.db.read().await?;
            let policy = SignInPolicy::load(connection).await?;
            throttle::check(connection, &policy, subjects, now).await
        };
        match checked {
            Ok(()) => Ok(()),
            Err(denial) => Err(self.refuse(claim, origin, denial).await),
        }
    }
}

fn event(claim: Claim<'_>, origin: &Origin, denial: &Denial) -> Event {
    let claimed = match &claim {
        Claim::User(user) => Some(user.login.clone()),
        Claim::Name(name) => Some((*name).to_owned()),
        Claim::Nobody => None,
    };
    let mut event = Event::new(Actor::Stranger { claimed }, "failed_login", origin.interface);
    event.remote_ip = Some(origin.remote_ip);
    if let Claim::User(user) = claim {
        event.target = Some(target::user(user));
    }
    event.denied(denial.failure_type())
}

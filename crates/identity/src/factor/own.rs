//! The second factors of people: their own to look after, an administrator's to take away, nobody's to read.

use std::time::Duration;

use keyfold_db::{
    Durability,
    factors::{self, Factor as Row},
    sign_in_codes, users,
};
use keyfold_model::{FactorId, Secret, Timestamp, UserId};

use super::{Answers, FactorKind, RecoveryCodes, enrolment::record, remove_all, use_code};
use crate::{
    Custody, Error, Passwords, Session, SiteAdmin, SiteSecret,
    act::Acts,
    password::Verdict,
    session::Credential,
    sign_in_policy::{SignInPolicy, Standing},
    target,
    throttle::{self, Subject, Turns},
};

/// How long a sign-in through the directory counts as having just been made.
const FRESH: Duration = Duration::from_secs(600);

/// The second factors of people. Cheap to clone.
#[derive(Clone)]
pub struct Factors {
    pub(crate) acts: Acts,
    pub(crate) passwords: Passwords,
    pub(crate) secret: SiteSecret,
    pub(crate) turns: Turns,
}

/// A second factor that is in force, without what it is checked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its id.
    pub id: FactorId,
    /// Its kind.
    pub kind: FactorKind,
    /// What the person calls it; of codes by mail, the address.
    pub label: String,
    /// When it was used last.
    pub last_used_at: Option<Timestamp>,
    /// When it was begun.
    pub created_at: Timestamp,
}

/// How a signed-in person proves anew that it is them.
#[derive(Clone, Debug)]
pub enum Reauthentication {
    /// With a code of a factor that is there.
    Code(Secret<String>),
    /// With the password, where there is no factor.
    Password(Secret<String>),
    /// By having just signed in through the directory, where there is neither.
    Directory,
}

impl Factors {
    /// The factors of a person that are in force, oldest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_user(&self, user: UserId) -> Result<Vec<Factor>, Error> {
        let rows = Answers::of(&mut *self.acts.db.read().await?, user).await?.rows;
        Ok(rows.into_iter().filter_map(factor).collect())
    }

    /// How many recovery codes a person has left.
    ///
    /// # Errors
    /// The database fails.
    pub async fn recovery_codes_left(&self, user: UserId) -> Result<i64, Error> {
        Ok(sign_in_codes::count_recovery(&mut *self.acts.db.read().await?, user).await?)
    }

    /// Makes new recovery codes for oneself; those before are good no longer.
    ///
    /// # Errors
    /// The proof is wrong, or there is no factor beside which they could stand.
    pub async fn renew_recovery_codes(
        &self,
        session: &Session,
        proof: Reauthentication,
    ) -> Result<RecoveryCodes, Error> {
        let own = self.reauthenticate(session, proof).await?;
        let (user, secret) = (own.user, self.secret.clone());
        self.acts
            .run(&own.authority, move |mut act| {
                Box::pin(async move {
                    if Answers::of(act.tx.connection(), user).await?.is_none() {
                        return Err(Error::NotFound("second factor"));
                    }
                    let codes = RecoveryCodes::generate()?;
                    codes.write(&mut act, &secret, user).await?;
                    let mut event = act.event("recovery_codes_create");
                    event.target = Some(target::of("user", user, ""));
                    act.record(event).await?;
                    Ok(codes)
                })
            })
            .await
    }

    /// Removes a factor of one's own. With the last one the recovery codes go, too.
    ///
    /// # Errors
    /// The proof is wrong, there is no such factor, or it is the last of somebody who has to have one.
    pub async fn remove(&self, session: &Session, id: FactorId, proof: Reauthentication) -> Result<(), Error> {
        let own = self.reauthenticate(session, proof).await?;
        let user = own.user;
        self.acts
            .run(&own.authority, move |mut act| {
                Box::pin(async move {
                    let mut rows = Answers::of(act.tx.connection(), user).await?.rows;
                    let place = rows.iter().position(|row| row.id == id).ok_or(Error::NotFound("second factor"))?;
                    let removed = rows.swap_remove(place);
                    if rows.is_empty() {
                        let account = users::find(act.tx.connection(), user).await?.ok_or(Error::NotFound("user"))?;
                        if Standing::of(act.tx.connection(), &account).await?.is_mandated()? {
                            let why = "this site wants one of you: add another one first";
                            return Err(Error::invalid("second factor", why));
                        }
                        sign_in_codes::delete_recovery(act.tx, user).await?;
                    }
                    factors::delete(act.tx, id).await?;
                    record(&mut act, "two_factor_delete", &removed).await
                })
            })
            .await
    }

    /// Takes all factors of a person away, as an administrator, and ends their sessions: what they had is lost or in wrong
    /// hands.
    ///
    /// # Errors
    /// There is no such person.
    pub async fn reset(&self, admin: &SiteAdmin, user: UserId) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let account = users::lock(act.tx, user).await?.filter(|account| account.deleted_at.is_none());
                    let mut account = account.ok_or(Error::NotFound("user"))?;
                    remove_all(act.tx, user).await?;
                    act.end_sessions(&mut account).await?;
                    users::update(act.tx, &account).await?;
                    let mut event = act.event("two_factor_reset");
                    event.target = Some(target::user(&account));
                    act.record(event).await
                })
            })
            .await
    }

    /// Lets a person's user name sign in again that was locked out.
    ///
    /// # Errors
    /// There is no such person.
    pub async fn unlock(&self, admin: &SiteAdmin, user: UserId) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let account = users::find(act.tx.connection(), user).await?.ok_or(Error::NotFound("user"))?;
                    if throttle::forget(act.tx, &[Subject::name(&account.login), Subject::Codes(user)]).await? {
                        let mut event = act.event("lockout_clear");
                        event.target = Some(target::user(&account));
                        act.record(event).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Asks the person of a session anew, and gives the right to look after their own factors. Failures count as those of
    /// sign-ins do.
    pub(super) async fn reauthenticate(&self, session: &Session, proof: Reauthentication) -> Result<Custody, Error> {
        let own = session.custody()?;
        if matches!(session.facts().credential, Credential::ApiKey { .. }) {
            return Err(Error::invalid("proof", "an API key can't look after second factors: sign in"));
        }
        let (user, answers) = {
            let connection = &mut *self.acts.db.read().await?;
            let user = users::find(connection, own.user).await?.ok_or(Error::NotFound("user"))?;
            let answers = Answers::of(connection, own.user).await?;
            (user, answers)
        };
        let _turn = self.turns.take(&user.login).await;
        let guessed = [Subject::name(&user.login), Subject::Codes(user.id)];
        self.check_throttle(&guessed).await?;
        let (what, proven) = match proof {
            Reauthentication::Code(code) => ("code", self.proves_code(user.id, code).await?),
            Reauthentication::Password(password) if answers.is_none() => {
                ("password", self.passwords.verify(user.password_hash, password).await? == Verdict::Match)
            }
            Reauthentication::Directory if answers.is_none() && user.password_hash.is_none() => {
                let since = self.acts.clock.now().since(session.facts().since);
                let just_now = matches!(session.facts().credential, Credential::Saml(_)) && since < FRESH;
                return if just_now {
                    Ok(own)
                } else {
                    Err(Error::invalid("proof", "sign in through your directory anew"))
                };
            }
            Reauthentication::Password(_) | Reauthentication::Directory => {
                return Err(Error::invalid(
                    "proof",
                    "a code of a second factor is wanted, or the password without one",
                ));
            }
        };
        if proven {
            return Ok(own);
        }
        self.count_failure(&guessed).await?;
        Err(Error::invalid(what, "it is another one, or was used before"))
    }

    async fn proves_code(&self, user: UserId, code: Secret<String>) -> Result<bool, Error> {
        let (secret, now) = (self.secret.clone(), self.acts.clock.now());
        let used = self
            .acts
            .db
            .write(Durability::Disk, move |tx| Box::pin(async move { use_code(tx, &secret, user, &code, now).await }))
            .await?;
        Ok(used.is_some())
    }

    pub(super) async fn check_throttle(&self, subjects: &[Subject]) -> Result<(), Error> {
        let now = self.acts.clock.now();
        let connection = &mut *self.acts.db.read().await?;
        let policy = SignInPolicy::load(connection).await?;
        let checked = throttle::check(connection, &policy, subjects, now).await;
        checked.map_err(|denial| Error::invalid("proof", denial))
    }

    pub(super) async fn count_failure(&self, subjects: &[Subject]) -> Result<(), Error> {
        let (subjects, now) = (subjects.to_vec(), self.acts.clock.now());
        self.acts
            .db
            .write(Durability::Process, move |tx| {
                Box::pin(async move {
                    let policy = SignInPolicy::load(tx.connection()).await?;
                    throttle::count(tx, &policy, &subjects, now).await
                })
            })
            .await
    }
}

fn factor(row: Row) -> Option<Factor> {
    let kind = FactorKind::from_name(&row.kind)?;
    Some(Factor { id: row.id, kind, label: row.label, last_used_at: row.last_used_at, created_at: row.created_at })
}

//! Enrolling a second factor: begun, then put in force by its first code.

use std::time::Duration;

use keyfold_db::{
    factors::{self, Factor as Row},
    users::{self, User},
};
use keyfold_mail::queue;
use keyfold_model::{FactorId, Secret, UserId};
use serde_json::json;

use super::{
    Answers, FactorKind, Factors, MAX_FACTORS, Reauthentication, RecoveryCodes, TotpKey, bound_to, email_code,
    use_code_of,
};
use crate::{Enroller, Error, Session, act::Act, proof::Authority, target, throttle::Subject};

/// How long after it was begun a factor can be put in force.
const PATIENCE: Duration = Duration::from_secs(30 * 60);
/// The longest label, in characters.
const MAX_LABEL: usize = 100;

/// A second factor to be begun.
#[derive(Clone, Debug)]
pub enum NewFactor {
    /// An authenticator app.
    Totp {
        /// What the person calls it.
        label: String,
        /// What the app calls this site.
        site: String,
    },
    /// Codes by mail.
    Email {
        /// To which address.
        address: String,
    },
}

/// A second factor that was begun.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Its id.
    pub id: FactorId,
    /// Its kind.
    pub kind: FactorKind,
    /// Of an app: what stands in the QR code, and the key as people type it. Shown once.
    pub app: Option<AppSecret>,
}

/// What an authenticator app is told.
#[derive(Clone, Debug)]
pub struct AppSecret {
    /// The `otpauth:` URI.
    pub uri: Secret<String>,
    /// The key, in base32.
    pub key: Secret<String>,
}

/// A second factor that is in force now.
#[derive(Clone, Debug)]
pub struct Confirmed {
    /// Its kind.
    pub kind: FactorKind,
    /// With the first factor: recovery codes, shown once.
    pub recovery_codes: Option<RecoveryCodes>,
}

impl Factors {
    /// Begins a factor of one's own. For the first one the password is asked for again, for others a factor that is there.
    ///
    /// # Errors
    /// That proof is wrong, there are too many factors, or the address is none.
    pub async fn begin(&self, session: &Session, proof: Reauthentication, new: NewFactor) -> Result<Enrolment, Error> {
        let own = self.reauthenticate(session, proof).await?;
        self.begin_for(own.user, &own.authority, new).await
    }

    /// Puts a factor of one's own in force with its first code.
    ///
    /// # Errors
    /// There is no such factor, or it is another code.
    pub async fn confirm(&self, session: &Session, id: FactorId, code: &str) -> Result<Confirmed, Error> {
        let own = session.custody()?;
        self.confirm_for(own.user, &own.authority, id, code).await
    }

    /// Begins the first factor of somebody who has to have one.
    pub(crate) async fn begin_first(&self, enroller: &Enroller, new: NewFactor) -> Result<Enrolment, Error> {
        self.begin_for(enroller.user, &enroller.authority, new).await
    }

    /// Puts the first factor of somebody in force who has to have one.
    pub(crate) async fn confirm_first(
        &self,
        enroller: &Enroller,
        id: FactorId,
        code: &str,
    ) -> Result<Confirmed, Error> {
        self.confirm_for(enroller.user, &enroller.authority, id, code).await
    }

    async fn begin_for(&self, user: UserId, authority: &Authority, new: NewFactor) -> Result<Enrolment, Error> {
        let id = FactorId(self.acts.db.next_id().await?);
        let secret = self.secret.clone();
        self.acts
            .run(authority, move |mut act| {
                Box::pin(async move {
                    let user = living(&mut act, user).await?;
                    let (row, app) = match new {
                        NewFactor::Totp { label, site } => {
                            let key = TotpKey::generate()?;
                            let app = AppSecret {
                                uri: Secret::new(key.uri(&site, &user.login)),
                                key: Secret::new(key.to_base32()),
                            };
                            let sealed = secret.seal(key.as_bytes(), &bound_to(id))?;
                            (blank(id, &user, FactorKind::Totp, label, Some(sealed), &act)?, Some(app))
                        }
                        NewFactor::Email { address } => {
                            if !queue::is_address(&address) {
                                return Err(Error::invalid("address", "this is no mail address"));
                            }
                            (blank(id, &user, FactorKind::Email, address, None, &act)?, None)
                        }
                    };
                    factors::delete_unconfirmed(act.tx, user.id, &row.kind).await?;
                    if factors::of_user(act.tx.connection(), user.id).await?.len() >= MAX_FACTORS {
                        return Err(Error::invalid("second factor", "there are too many: remove one first"));
                    }
                    factors::insert(act.tx, &row).await?;
                    if app.is_none() {
                        email_code::send(act.tx, &secret, &row, act.now).await?;
                    }
                    let kind = if app.is_some() { FactorKind::Totp } else { FactorKind::Email };
                    Ok(Enrolment { id, kind, app })
                })
            })
            .await
    }

    async fn confirm_for(
        &self,
        user: UserId,
        authority: &Authority,
        id: FactorId,
        code: &str,
    ) -> Result<Confirmed, Error> {
        let guessed = [Subject::Codes(user)];
        self.check_throttle(&guessed).await?;
        let (secret, code) = (self.secret.clone(), Secret::from(code.trim()));
        let confirmed = self
            .acts
            .run(authority, move |mut act| {
                Box::pin(async move {
                    let row = factors::find(act.tx.connection(), id).await?.filter(|row| row.user == user);
                    let row = row.filter(|row| row.confirmed_at.is_none() && act.now.since(row.created_at) < PATIENCE);
                    let row = row.ok_or(Error::NotFound("second factor"))?;
                    let Some(kind) = use_code_of(act.tx, &secret, &row, code.expose(), act.now).await? else {
                        return Ok(None);
                    };
                    let first = Answers::of(act.tx.connection(), user).await?.is_none();
                    if !factors::confirm(act.tx, id, act.now).await? {
                        return Err(Error::NotFound("second factor"));
                    }
                    let recovery_codes = if first { Some(RecoveryCodes::generate()?) } else { None };
                    if let Some(codes) = &recovery_codes {
                        codes.write(&mut act, &secret, user).await?;
                    }
                    record(&mut act, "two_factor_create", &row).await?;
                    Ok::<_, Error>(Some(Confirmed { kind, recovery_codes }))
                })
            })
            .await?;
        match confirmed {
            Some(confirmed) => Ok(confirmed),
            None => {
                self.count_failure(&guessed).await?;
                Err(Error::invalid("code", "it is another one: wait for the next, and look whether the clock is right"))
            }
        }
    }
}

fn blank(
    id: FactorId,
    user: &User,
    kind: FactorKind,
    label: String,
    secret: Option<String>,
    act: &Act<'_>,
) -> Result<Row, Error> {
    let label = if label.trim().is_empty() { "Authenticator app".to_owned() } else { label.trim().to_owned() };
    if label.chars().count() > MAX_LABEL {
        return Err(Error::invalid("label", format!("it can't be longer than {MAX_LABEL} characters")));
    }
    Ok(Row {
        id,
        user: user.id,
        kind: kind.name().to_owned(),
        label,
        secret,
        confirmed_at: None,
        last_step: None,
        last_used_at: None,
        created_at: act.now,
    })
}

async fn living(act: &mut Act<'_>, id: UserId) -> Result<User, Error> {
    users::lock(act.tx, id).await?.filter(User::is_alive).ok_or(Error::NotFound("user"))
}

/// What is said of a factor. Never what it is checked with.
pub(super) async fn record(act: &mut Act<'_>, action: &'static str, row: &Row) -> Result<(), Error> {
    let mut event = act.event(action);
    event.target = Some(target::of("second_factor", row.id, &row.label));
    event.after = Some(json!({ "owner": row.user, "kind": row.kind }));
    act.record(event).await
}

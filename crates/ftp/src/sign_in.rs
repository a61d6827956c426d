//! `USER`, `PASS`, `ACCT`.

use std::mem;

use keyfold_identity::{Authenticator, CodeBehind, Denial, Origin, Pending, Round, Session, session::Credential};
use keyfold_model::Secret;

use crate::codec::Reply;

/// How often one may try on one connection.
const TRIES: u8 = 6;
/// What begins the user name with which an API key signs in.
const API_NAME_PREFIX: char = '@';

/// Whether anybody on the way can read what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    /// In clear.
    Clear,
    /// In TLS.
    Secure,
}

/// How far signing in has come.
#[derive(Debug, Default)]
pub(crate) struct SignIn {
    stage: Stage,
    failed: u8,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Nobody,
    /// `USER` was said.
    Named(String),
    /// `PASS` was right, and a code is wanted.
    Proven(Box<Pending>),
}

/// What comes of a word of the client.
pub(crate) enum Answer {
    /// It goes on.
    Reply(Reply),
    /// The client is in.
    Welcome(Session),
    /// It has tried often enough.
    Goodbye(Reply),
}

impl SignIn {
    /// `USER`. API keys are refused in clear before they are sent, not after.
    pub(crate) fn user(&mut self, name: String, channel: Channel) -> Reply {
        if channel == Channel::Clear && name.starts_with(API_NAME_PREFIX) {
            return Reply::new(530, "API keys are taken over TLS alone: this connection is not encrypted.");
        }
        self.stage = Stage::Named(name);
        Reply::new(331, "Give the password.")
    }

    /// Forgets what was said: another name comes, or TLS begins, and what was said in clear counts no longer (RFC 4217, section 4).
    /// A code that was asked for will not come.
    pub(crate) async fn forget(&mut self, authenticator: &Authenticator) {
        if let Stage::Proven(pending) = mem::take(&mut self.stage) {
            authenticator.give_up(*pending).await;
        }
    }

    /// `PASS`: the password, with or without a code behind it. All refusals look alike. Which it was is on record.
    pub(crate) async fn pass(
        &mut self,
        password: Secret<String>,
        channel: Channel,
        authenticator: &Authenticator,
        origin: Origin,
    ) -> Answer {
        let Stage::Named(user) = mem::take(&mut self.stage) else {
            return Answer::Reply(Reply::new(503, "Give the user name first."));
        };
        match authenticator.password_round(&user, password, CodeBehind::Allowed, origin).await {
            // A key as the password of its owner's name: known for what it is only now.
            Ok(Round::SignedIn(session)) if channel == Channel::Clear && is_by_api_key(&session) => {
                self.refuse("API keys are taken over TLS alone: this one was sent in clear, so revoke it.")
            }
            Ok(Round::SignedIn(session)) => Answer::Welcome(session),
            Ok(Round::FactorWanted(pending)) => {
                if let Err(denial) = authenticator.send_code(&pending).await {
                    return self.deny(&denial);
                }
                self.stage = Stage::Proven(Box::new(pending));
                Answer::Reply(Reply::new(332, "And the verification code: ACCT and the code."))
            }
            Ok(Round::NewPasswordWanted(renewal)) => self.deny(&authenticator.give_up_renewal(renewal).await),
            Err(denial) => self.deny(&denial),
        }
    }

    /// `ACCT`: the code of the second factor.
    pub(crate) async fn acct(&mut self, code: Secret<String>, authenticator: &Authenticator) -> Answer {
        let Stage::Proven(pending) = mem::take(&mut self.stage) else {
            return Answer::Reply(Reply::new(503, "No code was asked for."));
        };
        match authenticator.answer(*pending, code.expose().trim()).await {
            Ok(Round::SignedIn(session)) => Answer::Welcome(session),
            Ok(Round::NewPasswordWanted(renewal)) => self.deny(&authenticator.give_up_renewal(renewal).await),
            // Not asked for twice: a code that was right is not wanted again.
            Ok(Round::FactorWanted(pending)) => self.deny(&authenticator.give_up(pending).await),
            Err(denial) => self.deny(&denial),
        }
    }

    fn deny(&mut self, denial: &Denial) -> Answer {
        if let Denial::Unavailable(error) = denial {
            tracing::error!(error = error as &dyn std::error::Error, "nobody can sign in over FTP");
            return self.refuse("Signing in is not possible just now.");
        }
        self.refuse("The user name or password is wrong, or this account can't be used here.")
    }

    fn refuse(&mut self, words: &'static str) -> Answer {
        self.failed += 1;
        if self.failed >= TRIES {
            return Answer::Goodbye(Reply::new(421, "That was tried too often: connect again."));
        }
        Answer::Reply(Reply::new(530, words))
    }
}

fn is_by_api_key(session: &Session) -> bool {
    matches!(session.facts().credential, Credential::ApiKey { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_keys_are_refused_in_clear_at_their_name() {
        let mut sign_in = SignIn::default();
        assert_eq!(sign_in.user("@api-7".into(), Channel::Clear).code, 530);
        assert!(matches!(sign_in.stage, Stage::Nobody));
        assert_eq!(sign_in.user("@api-7".into(), Channel::Secure).code, 331);
        assert_eq!(sign_in.user("ann".into(), Channel::Clear).code, 331);
    }
}

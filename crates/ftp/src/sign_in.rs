//! `USER`, `PASS`, `ACCT`.

use keyfold_identity::{Authenticator, Denial, Origin, Session, session::Credential};
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
    user: Option<String>,
    failed: u8,
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
        self.user = Some(name);
        Reply::new(331, "Give the password.")
    }

    /// Forgets what was said, in clear, before TLS began (RFC 4217, section 4).
    pub(crate) fn forget(&mut self) {
        self.user = None;
    }

    /// `PASS`. All refusals look alike. Which it was is on record.
    pub(crate) async fn pass(
        &mut self,
        password: Secret<String>,
        channel: Channel,
        authenticator: &Authenticator,
        origin: Origin,
    ) -> Answer {
        let Some(user) = self.user.take() else {
            return Answer::Reply(Reply::new(503, "Give the user name first."));
        };
        match authenticator.password(&user, password, origin).await {
            // A key as the password of its owner's name: known for what it is only now.
            Ok(session) if channel == Channel::Clear && is_by_api_key(&session) => {
                self.refuse("API keys are taken over TLS alone: this one was sent in clear, so revoke it.")
            }
            Ok(session) => Answer::Welcome(session),
            Err(Denial::Unavailable(error)) => {
                tracing::error!(error = &error as &dyn std::error::Error, "nobody can sign in over FTP");
                self.refuse("Signing in is not possible just now.")
            }
            Err(_) => self.refuse("The user name or password is wrong, or this account can't be used here."),
        }
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
        assert!(sign_in.user.is_none());
        assert_eq!(sign_in.user("@api-7".into(), Channel::Secure).code, 331);
        assert_eq!(sign_in.user("ann".into(), Channel::Clear).code, 331);
    }
}

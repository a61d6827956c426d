//! By password.

use keyfold_db::users::User;
use keyfold_model::Secret;

use super::{
    Authenticator, Claim, CodeBehind,
    candidate::{Candidate, FirstProof, expects_code},
    round::Round,
};
use crate::{Denial, Origin, Session, api_key, password::Verdict, throttle::Subject};

/// What begins the user name with which an API key signs in.
pub(super) const API_NAME_PREFIX: &str = "@";
/// How many digits of a code stand behind a password.
const CODE_LENGTH: usize = 6;

impl Authenticator {
    /// Signs in with a login name and a password, in one go, for clients that can't be asked anything: where a second factor
    /// is wanted, the six digits of its code stand behind the password. A name that begins with `@` signs in with an API key;
    /// so does a password that has the form of one, with the login name of its owner.
    ///
    /// # Errors
    /// Why not. A wrong name, a wrong password and a wrong code look alike and take the same time.
    pub async fn password(&self, login: &str, password: Secret<String>, origin: Origin) -> Result<Session, Denial> {
        match self.password_round(login, password, CodeBehind::Allowed, origin).await? {
            Round::SignedIn(session) => Ok(session),
            Round::FactorWanted(pending) => Err(self.give_up(pending).await),
            Round::NewPasswordWanted(renewal) => Err(self.give_up_renewal(renewal).await),
        }
    }

    /// The first round with a login name and a password, or the whole sign-in with a code behind it where that is allowed.
    /// API keys sign in here, too.
    ///
    /// # Errors
    /// Why not. A wrong name, a wrong password and a wrong code behind it look alike and take the same time.
    pub async fn password_round(
        &self,
        login: &str,
        password: Secret<String>,
        behind: CodeBehind,
        origin: Origin,
    ) -> Result<Round, Denial> {
        if login.starts_with(API_NAME_PREFIX) || api_key::has_form_of_key(password.expose()) {
            return self.api_key(Some(login), &password, origin).await.map(Round::SignedIn);
        }
        let candidate = self.check_password(login, password, behind, origin).await?;
        self.round(candidate).await
    }

    /// The user whose password this is, with the code that stood behind it, if one was wanted. As many hashes are computed for a
    /// name that nobody has.
    pub(super) async fn check_password(
        &self,
        login: &str,
        password: Secret<String>,
        behind: CodeBehind,
        origin: Origin,
    ) -> Result<Candidate, Denial> {
        let _turn = self.turns.take(login).await;
        let user = self.user_of_login(login).await?;
        let guessed = [Subject::name(login), Subject::Address(origin.remote_ip)];
        self.check_throttle(claim(user.as_ref(), login), &origin, &guessed).await?;
        let expects = expects_code(&mut *self.acts.db.read().await?, user.as_ref(), &origin).await?;
        let hash = user.as_ref().and_then(|user| user.password_hash.clone());
        // Where the text could hold a code two hashes are computed, whoever it is: a password may end with six digits, too.
        let parts = split(&password).filter(|_| behind == CodeBehind::Allowed);
        let with_code = match parts {
            Some((head, code)) => {
                let verdict = self.passwords.verify(hash.clone().filter(|_| expects), head).await?;
                (verdict == Verdict::Match).then_some(code)
            }
            None => None,
        };
        let alone = self.passwords.verify(hash, password).await?;
        match user {
            Some(user) if with_code.is_some() || alone == Verdict::Match => {
                let mut candidate = self.candidate(user, FirstProof::Password, origin);
                if let Some(code) = with_code {
                    self.prove_code_in_turn(&mut candidate, code.expose()).await?;
                }
                Ok(candidate)
            }
            Some(user) => Err(self.refuse_guess(Claim::User(&user), &origin, Denial::PasswordMismatch, &guessed).await),
            None => Err(self.refuse_guess(Claim::Name(login), &origin, Denial::UnknownUser, &guessed).await),
        }
    }
}

fn claim<'c>(user: Option<&'c User>, login: &'c str) -> Claim<'c> {
    user.map_or(Claim::Name(login), Claim::User)
}

/// A password and the code behind it, where the text ends with six digits.
fn split(text: &Secret<String>) -> Option<(Secret<String>, Secret<String>)> {
    let text = text.expose();
    let (password, code) = text.split_at_checked(text.len().checked_sub(CODE_LENGTH)?)?;
    code.bytes().all(|byte| byte.is_ascii_digit()).then(|| (Secret::from(password), Secret::from(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_at_the_end_are_a_code() {
        for (text, parts) in [
            ("hunter2492039", Some(("hunter2", "492039"))),
            ("492039", Some(("", "492039"))),
            ("hunter2", None),
            ("hunter49203", None),
            ("ü49203", None),
            ("", None),
        ] {
            let split = split(&Secret::from(text));
            assert_eq!(split.as_ref().map(|(a, b)| (a.expose().as_str(), b.expose().as_str())), parts, "{text}");
        }
    }
}

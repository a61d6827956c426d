//! By password.

use keyfold_db::users::User;
use keyfold_model::Secret;

use super::{
    Authenticator, Claim, CodeBehind,
    round::{FirstProof, Round},
};
use crate::{Denial, Origin, Session, api_key, password::Verdict};

/// What begins the user name with which an API key signs in.
pub(super) const API_NAME_PREFIX: &str = "@";

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
        }
    }

    /// The first round with a login name and a password, or the whole sign-in with a code behind it where that is allowed.
    /// API keys sign in here, too.
    ///
    /// # Errors
    /// Why not. A wrong name and a wrong password look alike and take the same time.
    pub async fn password_round(
        &self,
        login: &str,
        password: Secret<String>,
        _behind: CodeBehind,
        origin: Origin,
    ) -> Result<Round, Denial> {
        if login.starts_with(API_NAME_PREFIX) || api_key::has_form_of_key(password.expose()) {
            return self.api_key(Some(login), &password, origin).await.map(Round::SignedIn);
        }
        let user = self.check_password(login, password, &origin).await?;
        self.after_first_proof(user, FirstProof::Password, origin).await
    }

    /// The user whose password this is.
    pub(super) async fn check_password(
        &self,
        login: &str,
        password: Secret<String>,
        origin: &Origin,
    ) -> Result<User, Denial> {
        let user = self.user_of_login(login).await?;
        let hash = user.as_ref().and_then(|user| user.password_hash.clone());
        let verdict = self.passwords.verify(hash, password).await?;
        match (user, verdict) {
            (Some(user), Verdict::Match) => Ok(user),
            (Some(user), Verdict::Mismatch) => {
                Err(self.refuse(Claim::User(&user), origin, Denial::PasswordMismatch).await)
            }
            (None, _) => Err(self.refuse(Claim::Name(login), origin, Denial::UnknownUser).await),
        }
    }
}

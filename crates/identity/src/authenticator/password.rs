//! By password.

use keyfold_db::users::User;
use keyfold_model::Secret;

use super::{Authenticator, Claim, arrival::Arrival};
use crate::{Denial, Origin, Session, api_key, password::Verdict, session::Credential};

/// What begins the user name with which an API key signs in.
pub(super) const API_NAME_PREFIX: &str = "@";

impl Authenticator {
    /// Signs in with a login name and a password. A name that begins with `@` signs in with an API key; so does a password
    /// that has the form of one, with the login name of its owner.
    ///
    /// # Errors
    /// Why not. A wrong name and a wrong password look alike and take the same time.
    pub async fn password(&self, login: &str, password: Secret<String>, origin: Origin) -> Result<Session, Denial> {
        if login.starts_with(API_NAME_PREFIX) || api_key::has_form_of_key(password.expose()) {
            return self.api_key(Some(login), &password, origin).await;
        }
        let user = self.check_password(login, password, &origin).await?;
        self.begin(Arrival::of_person(user, Credential::Password, origin)).await
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

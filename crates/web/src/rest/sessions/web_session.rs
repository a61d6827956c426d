//! Sessions that a client signs in for.

use keyfold_identity::WebSignIn;
use keyfold_model::Secret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What to sign in with: user name and password; then, where the answer was that a second factor is wanted, its
/// `partial_session_id` and the code.
#[derive(Deserialize, ToSchema)]
pub struct NewSession {
    /// The user name.
    pub username: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// What the answer to user name and password said.
    pub partial_session_id: Option<String>,
    /// The code of an app, from a mail, or a recovery code.
    pub otp: Option<String>,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    /// The proof, for the header `X-FilesAPI-Auth`. The answer sets it as a cookie, too.
    pub id: String,
    /// What a change that is authenticated by the cookie has to carry in `X-CSRF-Token`.
    pub csrf_token: String,
    /// Whose it is.
    pub user_id: i64,
}

impl Session {
    /// A session that was just begun.
    #[must_use]
    pub fn of(sign_in: &WebSignIn, token: &Secret<String>) -> Self {
        Self {
            id: token.expose().clone(),
            csrf_token: sign_in.csrf_token().to_owned(),
            user_id: sign_in.session.user().0,
        }
    }
}

//! Sessions that a client signs in for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What to sign in with.
#[derive(Deserialize, ToSchema)]
pub struct NewSession {
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
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

//! What the rounds of a sign-in bring and answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::sessions::Session;

/// A sign-in that goes on.
#[derive(Deserialize, ToSchema)]
pub struct Partial {
    /// What the answer to user name and password said.
    pub partial_session_id: String,
}

/// A first second factor, which the site wants before it lets anybody in.
#[derive(Deserialize, ToSchema)]
pub struct EnrolFirst {
    /// What the answer to user name and password said.
    pub partial_session_id: String,
    /// `totp` for an authenticator app, `email` for codes by mail.
    pub kind: String,
    /// What its owner calls it.
    pub label: Option<String>,
    /// Where codes are sent.
    pub address: Option<String>,
}

/// The first code of that factor.
#[derive(Deserialize, ToSchema)]
pub struct ConfirmFirst {
    /// What the answer to user name and password said.
    pub partial_session_id: String,
    /// Which factor.
    pub id: i64,
    /// Its code.
    pub code: String,
}

/// Another password.
#[derive(Deserialize, ToSchema)]
pub struct RenewPassword {
    /// What the answer to user name and password said.
    pub partial_session_id: String,
    /// The new password.
    pub password: String,
}

/// What came of a first second factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedIn {
    /// The session.
    #[serde(flatten)]
    pub session: Session,
    /// Recovery codes, shown once.
    pub recovery_codes: Vec<String>,
}

//! Who calls: the session that a request's credential opens.

pub mod cookie;
mod credential;

use axum::extract::FromRequestParts;
use http::request::Parts;
use keyfold_identity::Session;

use crate::{Error, error::Kind};

pub use credential::{API_KEY_HEADER, Credential, SESSION_HEADER};

/// A caller who has proven who they are. There is no other way to make one than the gate in front of the routes, which
/// asks `identity`.
#[derive(Clone, Debug)]
pub struct Caller {
    session: Session,
}

impl Caller {
    /// Their session.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Error> {
        parts.extensions.get::<Self>().cloned().ok_or_else(authentication_required)
    }
}

/// No credential.
fn authentication_required() -> Error {
    Error::new(Kind::AuthenticationRequired, "Sign in first, or send an API key.")
}

//! Who calls: the session that a request's credential opens.

pub mod cookie;
mod credential;
mod gate;
mod origin;

use axum::extract::FromRequestParts;
use http::request::Parts;
use keyfold_identity::{Custody, Session, SiteAdmin};
use keyfold_model::UserId;

use crate::{Error, error::Kind};

pub use credential::{API_KEY_HEADER, Credential, SESSION_HEADER};
pub use gate::require_caller;
pub use origin::{Peer, TrustedProxies, Visitor};

/// A caller who has proven who they are. There is no other way to make one than the gate in front of the routes, which
/// asks `identity`.
#[derive(Clone, Debug)]
pub struct Caller {
    session: Session,
    csrf_token: Option<String>,
}

impl Caller {
    /// Their session.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// What their changes have to carry, where a cookie authenticates them.
    #[must_use]
    pub fn csrf_token(&self) -> Option<&str> {
        self.csrf_token.as_deref()
    }

    /// The right to administer the site.
    ///
    /// # Errors
    /// The caller is no site admin.
    pub fn site_admin(&self) -> Result<SiteAdmin, Error> {
        Ok(self.session.site_admin()?)
    }

    /// The right to look after a person's credentials: one's own, or anybody's as a site admin. `0` and nothing are the
    /// caller.
    ///
    /// # Errors
    /// Somebody else's, and the caller is no site admin.
    pub fn custody(&self, user: Option<i64>) -> Result<Custody, Error> {
        match user.map(UserId) {
            None | Some(UserId(0)) => Ok(self.session.custody()?),
            Some(user) if user == self.session.user() => Ok(self.session.custody()?),
            Some(user) => Ok(self.site_admin()?.custody_of(user)),
        }
    }

    /// Whose credentials may be looked at: one's own, or anybody's as a site admin, also a read-only one.
    ///
    /// # Errors
    /// Somebody else's, and the caller is no admin.
    pub fn may_see_credentials_of(&self, user: Option<i64>) -> Result<UserId, Error> {
        match user.map(UserId) {
            None | Some(UserId(0)) => Ok(self.session.user()),
            Some(user) if user == self.session.user() => Ok(user),
            Some(user) => self.site_reader().map(|()| user),
        }
    }

    /// Whether the caller may see all configuration and logs.
    ///
    /// # Errors
    /// The caller is no site admin, not even a read-only one.
    pub fn site_reader(&self) -> Result<(), Error> {
        Ok(self.session.site_reader()?)
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

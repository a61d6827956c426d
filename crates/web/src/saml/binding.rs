//! The cookie that binds requests to the browser that began them: an answer that somebody else fetched signs nobody in here
//! (login CSRF). A browser keeps one for all of its tabs, so that several sign-ins may be open at once.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use keyfold_identity::Error;
use keyfold_model::Secret;

use crate::caller::cookie;

const NAME: &str = "__Host-keyfold_saml";

/// `SameSite=None`, as the answer comes in a form that the directory's site posts.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=None";

/// The cookie's value in a request.
pub(super) fn read(headers: &HeaderMap) -> Option<Secret<String>> {
    cookie::read(headers, NAME).map(Secret::from)
}

/// Sets the cookie for as long as a request waits.
pub(super) fn set(cookie: &Secret<String>, lifetime: Duration) -> Result<HeaderValue, Error> {
    let text = format!("{NAME}={}; {ATTRIBUTES}; Max-Age={}", cookie.expose(), lifetime.as_secs());
    HeaderValue::from_str(&text).map_err(|_| Error::Interrupted)
}

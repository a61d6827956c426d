//! The cookie that binds a request to the browser that began it: an answer that somebody else fetched signs nobody in here
//! (login CSRF).

use http::{HeaderMap, HeaderValue};
use keyfold_identity::Begun;
use keyfold_model::{Secret, Timestamp};

use crate::caller::cookie;

const NAME: &str = "__Host-keyfold_saml";

/// `SameSite=None`, as the answer comes in a form that the directory's site posts.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=None";

/// The cookie's value in a request.
pub(super) fn read(headers: &HeaderMap) -> Option<Secret<String>> {
    cookie::read(headers, NAME).map(Secret::from)
}

/// Sets the cookie for as long as the request waits.
pub(super) fn set(begun: &Begun, now: Timestamp) -> Option<HeaderValue> {
    let seconds = begun.expires_at.since(now).as_secs();
    let text = format!("{NAME}={}; {ATTRIBUTES}; Max-Age={seconds}", begun.cookie.expose());
    HeaderValue::from_str(&text).ok()
}

/// Takes the cookie away.
pub(super) fn clear() -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{NAME}=; {ATTRIBUTES}; Max-Age=0")).ok()
}

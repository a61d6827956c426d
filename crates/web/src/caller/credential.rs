//! What a request offers as proof.

use http::{HeaderMap, HeaderValue};
use keyfold_model::Secret;

use super::cookie;

/// The header of an API key.
pub const API_KEY_HEADER: &str = "x-filesapi-key";
/// The header of a session that a REST client signed in for.
pub const SESSION_HEADER: &str = "x-filesapi-auth";

/// The proof in a request. No other header says who somebody is: `Remote-User` and its like are not looked at.
#[derive(Clone, Debug)]
pub enum Credential {
    /// An API key.
    ApiKey(Secret<String>),
    /// A session's token in its header: a page of another site can't send it.
    SessionHeader(Secret<String>),
    /// A session's token in the cookie, which the browser sends by itself: changes need the CSRF token, too.
    SessionCookie(Secret<String>),
}

impl Credential {
    /// The proof in these headers. A key counts before a session, and the header before the cookie, so that a browser's
    /// cookie never adds to what a program sends.
    pub fn read(headers: &HeaderMap) -> Option<Self> {
        let text = |name: &str| headers.get(name).map(HeaderValue::to_str).and_then(Result::ok).map(Secret::from);
        text(API_KEY_HEADER)
            .map(Self::ApiKey)
            .or_else(|| text(SESSION_HEADER).map(Self::SessionHeader))
            .or_else(|| cookie::read(headers, cookie::NAME).map(|token| Self::SessionCookie(Secret::from(token))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&'static str, &'static str)]) -> Option<Credential> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        Credential::read(&headers)
    }

    #[test]
    fn a_key_counts_before_a_cookie() {
        let both = read(&[("x-filesapi-key", "k"), ("cookie", "__Host-keyfold_session=t")]);
        assert!(matches!(both, Some(Credential::ApiKey(key)) if key.expose() == "k"));
        assert!(matches!(read(&[("cookie", "__Host-keyfold_session=t")]), Some(Credential::SessionCookie(_))));
    }

    #[test]
    fn headers_that_name_a_person_without_proof_are_no_credential() {
        for name in ["remote-user", "x-forwarded-user", "x-remote-user", "authorization", "x-webauth-user"] {
            assert!(read(&[(name, "admin")]).is_none(), "{name}");
        }
    }
}

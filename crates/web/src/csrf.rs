//! Proof that a change which the cookie authenticates was asked for by our own pages.

use http::{HeaderMap, Method};

use crate::{Error, error::Kind};

/// The header that carries the token. A page of another site can send the cookie along, but can't read the token.
pub const HEADER: &str = "x-csrf-token";

/// Refuses a change without the session's token. Reading needs none.
pub fn check(method: &Method, headers: &HeaderMap, matches: impl FnOnce(&str) -> bool) -> Result<(), Error> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let given = headers.get(HEADER).and_then(|value| value.to_str().ok());
    if given.is_some_and(matches) {
        return Ok(());
    }
    Err(Error::new(Kind::CsrfTokenRequired, "The page is out of date: load it again.")
        .with_detail("A change that is authenticated by the cookie carries the session's CSRF token in X-CSRF-Token."))
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn accepts(method: Method, token: Option<&'static str>) -> bool {
        let headers = token.map(|token| (HeaderName::from_static(HEADER), HeaderValue::from_static(token)));
        check(&method, &HeaderMap::from_iter(headers), |token| token == "right").is_ok()
    }

    #[test]
    fn a_change_needs_the_token_of_its_session_and_reading_none() {
        assert!(accepts(Method::POST, Some("right")));
        assert!(accepts(Method::GET, None));
        assert!(!accepts(Method::POST, Some("wrong")));
        assert!(!accepts(Method::DELETE, None));
    }
}

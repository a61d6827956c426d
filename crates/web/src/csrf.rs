//! Proof that a change which the cookie authenticates was asked for by our own pages.

use http::{HeaderMap, Method};

use crate::{Error, error::Kind};

/// The header that carries the token. A page of another site can send the cookie along, but can't read the token.
pub const HEADER: &str = "x-csrf-token";

/// Refuses a change without the session's token. Reading needs none.
pub fn check(method: &Method, headers: &HeaderMap, token: &str) -> Result<(), Error> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let given = headers.get(HEADER).map_or(&b""[..], |value| value.as_bytes());
    if !token.is_empty() && subtle::ConstantTimeEq::ct_eq(given, token.as_bytes()).into() {
        return Ok(());
    }
    Err(Error::new(Kind::CsrfTokenRequired, "The page is out of date: load it again.")
        .with_detail("A change that is authenticated by the cookie carries the session's CSRF token in X-CSRF-Token."))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(token: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(http::HeaderName::from_static(HEADER), HeaderValue::from_static(token))])
    }

    #[test]
    fn a_change_needs_the_token_of_its_session_and_reading_none() {
        assert!(check(&Method::POST, &headers("right"), "right").is_ok());
        assert!(check(&Method::GET, &HeaderMap::new(), "right").is_ok());
        assert!(check(&Method::POST, &headers("wrong"), "right").is_err());
        assert!(check(&Method::DELETE, &HeaderMap::new(), "right").is_err());
        assert!(check(&Method::POST, &headers(""), "").is_err(), "a session without a token accepts no change");
    }
}

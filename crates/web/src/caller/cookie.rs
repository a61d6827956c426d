//! The cookie of a web session.

use http::{HeaderMap, HeaderValue, header, header::InvalidHeaderValue};

/// `__Host-`: the browser takes it from this host over TLS alone, for every path, and no other host can set it.
pub const NAME: &str = "__Host-keyfold_session";

/// The value of the cookie in a request.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// Sets the cookie for as long as the browser runs; the server knows when the session ends.
pub fn set(token: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::from_str(&format!("{NAME}={token}; Path=/; Secure; HttpOnly; SameSite=Lax"))
}

/// Takes the cookie away.
pub fn clear() -> HeaderValue {
    HeaderValue::from_static("__Host-keyfold_session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others_and_its_name_is_compared_whole() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("a=b; x__Host-keyfold_session=evil; __Host-keyfold_session=t; c"),
        );
        assert_eq!(read(&headers, NAME), Some("t"));
        assert_eq!(read(&HeaderMap::new(), NAME), None);
    }

    #[test]
    fn clearing_names_the_same_cookie() {
        assert!(clear().to_str().expect("text").starts_with(NAME));
    }
}

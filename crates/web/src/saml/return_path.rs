//! Where a person wanted to go before they had to sign in.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// The longest that is kept, in bytes. A deep path in long names still fits.
const MAX_BYTES: usize = 8 * 1024;

/// What can't stand in a `Location` header. The percent sign stays: the text is a URL's already.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}');

/// A path of this site, with query and fragment. It comes from links and, as RelayState, from other sites: a browser that
/// follows it must stay here (open redirects, CWE-601).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPath(String);

impl ReturnPath {
    /// Takes a path of this site, and nothing else.
    ///
    /// Browsers read `//host` and `/\host` as another host, and drop tabs and line breaks before they look. A path of the
    /// sign-in itself would send the browser round in circles.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let here = path.starts_with('/') && !path.contains("//") && !path.starts_with("/saml/");
        let clean = !text.contains(|character: char| character == '\\' || character.is_control());
        (here && clean && text.len() <= MAX_BYTES).then(|| Self(utf8_percent_encode(text, ESCAPED).to_string()))
    }

    /// The path, in the characters that a `Location` header can carry.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ReturnPath {
    /// The front page.
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl fmt::Display for ReturnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    #[test]
    fn a_path_of_this_site_is_taken() {
        for (text, taken) in [
            ("/", "/"),
            ("/files/Finance/2026?sort=name#row-3", "/files/Finance/2026?sort=name#row-3"),
            ("/files/Caf\u{e9} & Bar", "/files/Caf%C3%A9%20&%20Bar"),
            ("/files/a%20b", "/files/a%20b"),
            ("/files?from=https://elsewhere.example//x", "/files?from=https://elsewhere.example//x"),
        ] {
            assert_eq!(ReturnPath::parse(text).as_ref().map(ReturnPath::as_str), Some(taken), "{text}");
        }
    }

    #[test]
    fn everything_else_is_nothing() {
        for text in [
            "",
            "files",
            "https://evil.example/",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/files//evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " /files",
            "/files\r\nSet-Cookie: a=b",
            "/files\u{85}",
            "javascript:alert(1)",
            "/saml/login/1",
        ] {
            assert_eq!(ReturnPath::parse(text), None, "{text:?}");
        }
        assert_eq!(ReturnPath::parse(&format!("/{}", "a".repeat(MAX_BYTES))), None);
    }

    #[test]
    fn what_is_taken_stays_here_as_browsers_read_it() {
        let site = Url::parse("https://files.example.com/saml/consume").expect("a URL");
        for text in [
            "/",
            "/.//evil.example",
            "/..//evil.example",
            "/@evil.example",
            "/:80",
            "/%2F/evil.example",
            "/%5cevil",
            "/;//x",
        ] {
            if let Some(path) = ReturnPath::parse(text) {
                let followed = site.join(path.as_str()).expect("a URL");
                assert_eq!(followed.origin(), site.origin(), "{text}");
            }
        }
    }
}

//! Weak entity tags and the conditions on them (RFC 7644 §3.14, RFC 9110 §13.1).

use std::fmt;

use crate::error::{Result, ScimError};

/// The version of a resource: an opaque text, the same as long as the resource is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Version(String);

impl Version {
    /// The version with this opaque text, such as a row's revision number; quotes and control characters are left out.
    #[must_use]
    pub fn new(opaque: impl fmt::Display) -> Self {
        let allowed = |c: &char| *c != '"' && !c.is_control() && !c.is_whitespace();
        Self(opaque.to_string().chars().filter(allowed).collect())
    }

    /// The text inside the quotes.
    #[must_use]
    pub fn opaque(&self) -> &str {
        &self.0
    }

    /// Fulfils or refuses `If-Match`, given the header's text; `None` where it wasn't sent.
    ///
    /// Tags compare weakly: SCIM has weak tags only (RFC 7644 §3.14).
    ///
    /// # Errors
    /// 412 where no tag in the header is this version.
    pub fn check_if_match(&self, header: Option<&str>) -> Result<()> {
        match header {
            Some(tags) if !self.is_among(tags) => Err(ScimError::precondition_failed()),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether `If-None-Match` names this version, so that a read answers 304.
    #[must_use]
    pub fn is_unmodified(&self, if_none_match: Option<&str>) -> bool {
        if_none_match.is_some_and(|tags| self.is_among(tags))
    }

    fn is_among(&self, tags: &str) -> bool {
        tags.split(',').map(str::trim).any(|tag| {
            let opaque = tag.strip_prefix("W/").or_else(|| tag.strip_prefix("w/")).unwrap_or(tag);
            tag == "*" || opaque.trim_matches('"') == self.0
        })
    }
}

/// `W/"…"`, for `meta.version` and the `ETag` header.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "W/\"{}\"", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_compare_weakly() {
        let version = Version::new(7);
        assert_eq!(version.to_string(), "W/\"7\"");
        for (tags, matches) in
            [("*", true), ("W/\"7\"", true), ("\"7\"", true), ("\"6\", W/\"7\"", true), ("W/\"8\"", false), ("", false)]
        {
            assert_eq!(version.check_if_match(Some(tags)).is_ok(), matches, "{tags}");
            assert_eq!(version.is_unmodified(Some(tags)), matches, "{tags}");
        }
    }

    #[test]
    fn no_header_is_no_condition() {
        let version = Version::new("a");
        assert_eq!(version.check_if_match(None), Ok(()));
        assert!(!version.is_unmodified(None));
    }

    #[test]
    fn nothing_breaks_out_of_the_quotes() {
        assert_eq!(Version::new("a\"\r\nSet-Cookie: b").to_string(), "W/\"aSet-Cookie:b\"");
    }
}

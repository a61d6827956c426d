//! The one path type. Any bytes that a protocol received become a [`VPath`] here or are refused here.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The longest name of an entry, in bytes.
pub const MAX_NAME_BYTES: usize = 255;
/// The longest path, in bytes.
pub const MAX_PATH_BYTES: usize = 4096;

/// Why bytes can't be a path. The text names the rule, so that a person knows what to change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// The bytes are not UTF-8.
    #[error("the path is not valid UTF-8")]
    NotUtf8,
    /// A NUL byte.
    #[error("the path holds a NUL character")]
    Nul,
    /// A part is `..`.
    #[error("the path holds '..': give the full path instead")]
    ParentReference,
    /// A single name was wanted and it holds a slash, is empty, or is `.`.
    #[error("'{0}' is not a name for a file or folder")]
    NotAName(String),
    /// A name over 255 bytes.
    #[error("a name in the path is longer than 255 bytes")]
    NameTooLong,
    /// A path over 4,096 bytes.
    #[error("the path is longer than 4,096 bytes")]
    TooLong,
}

/// The name of one entry: NFC, 1 to 255 bytes, no `/`, no NUL, neither `.` nor `..`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// Reads a single name.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        match text {
            ".." => return Err(PathError::ParentReference),
            "" | "." => return Err(PathError::NotAName(text.to_owned())),
            _ if text.contains('/') => return Err(PathError::NotAName(text.to_owned())),
            _ if text.contains('\0') => return Err(PathError::Nul),
            _ => {}
        }
        // Text of ASCII alone is composed already: nearly every name, and a listing reads 100,000 of them.
        let composed: String = if text.is_ascii() { text.to_owned() } else { text.nfc().collect() };
        if composed.len() > MAX_NAME_BYTES { Err(PathError::NameTooLong) } else { Ok(Self(composed)) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path in the one tree: names joined by `/`, without one at either end; the root is empty. Always NFC, and never
/// with an empty, `.` or `..` part, so that two paths are the same place exactly when they are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct VPath(String);

impl VPath {
    /// The root.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// Reads a path as a protocol received it. Slashes at the ends, doubled slashes and `.` parts mean nothing and are
    /// dropped; `..` is refused rather than resolved, so that no reader of the path can disagree about where it leads.
    ///
    /// # Errors
    /// Says which rule the bytes break.
    pub fn parse(bytes: &[u8]) -> Result<Self, PathError> {
        if bytes.len() > 2 * MAX_PATH_BYTES {
            return Err(PathError::TooLong);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| PathError::NotUtf8)?;
        let mut path = String::with_capacity(text.len());
        for part in text.split('/').filter(|part| !matches!(*part, "" | ".")) {
            let name = Name::parse(part)?;
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(name.as_str());
        }
        if path.len() > MAX_PATH_BYTES { Err(PathError::TooLong) } else { Ok(Self(path)) }
    }

    /// Reads a path as [`VPath::parse`] does, but follows `..` by the text, stopping at the root. Only for answering
    /// "what is this path's full name?" (SFTP `REALPATH`); acts take the answer, never the question.
    ///
    /// # Errors
    /// Says which rule the bytes break.
    pub fn resolve(bytes: &[u8]) -> Result<Self, PathError> {
        let text = std::str::from_utf8(bytes).map_err(|_| PathError::NotUtf8)?;
        let mut parts = Vec::new();
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                name => parts.push(name),
            }
        }
        Self::parse(parts.join("/").as_bytes())
    }

    /// The path below this one.
    ///
    /// # Errors
    /// The result would be over 4,096 bytes.
    pub fn join(&self, name: &Name) -> Result<Self, PathError> {
        let path = if self.is_root() { name.0.clone() } else { format!("{}/{}", self.0, name.0) };
        if path.len() > MAX_PATH_BYTES { Err(PathError::TooLong) } else { Ok(Self(path)) }
    }

    /// Whether it is the root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The path without leading slash; empty for the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names from the root down.
    pub fn names(&self) -> impl DoubleEndedIterator<Item = Name> {
        self.0.split('/').filter(|part| !part.is_empty()).map(|part| Name(part.to_owned()))
    }

    /// The folder it is in, and its name there; nothing for the root.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, Name)> {
        if self.is_root() {
            return None;
        }
        let (parent, name) = self.0.rsplit_once('/').unwrap_or(("", &self.0));
        Some((Self(parent.to_owned()), Name(name.to_owned())))
    }

    /// Whether it is `top` or lies below it. `/team` never covers `/team2`.
    #[must_use]
    pub fn is_within(&self, top: &Self) -> bool {
        match self.0.strip_prefix(&top.0) {
            Some(rest) => top.is_root() || rest.is_empty() || rest.starts_with('/'),
            None => false,
        }
    }
}

impl fmt::Display for VPath {
    /// With a leading slash, as people write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

impl std::str::FromStr for VPath {
    type Err = PathError;
    fn from_str(text: &str) -> Result<Self, PathError> {
        Self::parse(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<VPath, PathError> {
        VPath::parse(text.as_bytes())
    }

    #[test]
    fn spellings_of_one_place_are_equal() {
        let place = parse("finance/2026").expect("valid");
        for spelling in ["/finance/2026", "finance/2026/", "//finance///2026", "./finance/./2026"] {
            assert_eq!(parse(spelling), Ok(place.clone()), "{spelling}");
        }
        assert_eq!(parse("e\u{301}"), parse("\u{e9}"));
        assert_eq!(parse("/"), Ok(VPath::root()));
    }

    #[test]
    fn each_rule_has_its_own_refusal() {
        assert_eq!(VPath::parse(b"a/\xff"), Err(PathError::NotUtf8));
        assert_eq!(parse("a\0b"), Err(PathError::Nul));
        assert_eq!(parse("a/../b"), Err(PathError::ParentReference));
        assert_eq!(parse(&"x".repeat(256)), Err(PathError::NameTooLong));
        assert_eq!(parse(&"abc/".repeat(1025)), Err(PathError::TooLong));
        assert_eq!(Name::parse("a/b"), Err(PathError::NotAName("a/b".into())));
    }

    #[test]
    fn resolving_never_climbs_above_the_root() {
        assert_eq!(VPath::resolve(b"/finance/2026/.."), parse("finance"));
        assert_eq!(VPath::resolve(b"../../etc"), parse("etc"));
    }

    #[test]
    fn a_sibling_with_a_longer_name_is_not_within() {
        let team = parse("team").expect("valid");
        assert!(parse("team/a").expect("valid").is_within(&team));
        assert!(!parse("team2").expect("valid").is_within(&team));
        assert!(team.is_within(&VPath::root()));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_stable_path_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(path) = VPath::parse(&bytes) {
                prop_assert_eq!(VPath::parse(path.as_str().as_bytes()), Ok(path.clone()));
                prop_assert!(path.names().all(|name| Name::parse(name.as_str()).is_ok()));
                prop_assert!(path.is_within(&VPath::root()));
            }
        }
    }
}

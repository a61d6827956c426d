//! The name a person signs in with.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The longest login name, in bytes of its NFC form.
const MAX_BYTES: usize = 255;

/// A login name: unique in the whole site without regard to case. NFC; compared by its Unicode case fold, in this one
/// place. It never becomes part of a path, so it may hold `/` or `..`, as names in real directories do.
#[derive(Clone, Debug)]
pub struct LoginName {
    shown: String,
    folded: String,
}

/// Why a text can't be a login name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoginNameError {
    /// Nothing but white space.
    #[error("a user name can't be empty")]
    Empty,
    /// Over 255 bytes.
    #[error("a user name can't be longer than 255 bytes")]
    TooLong,
    /// Starts with `@`, which names an API key on SFTP, FTP and WebDAV.
    #[error("a user name can't begin with '@': such names sign in with API keys")]
    StartsWithAt,
    /// A control character or a mark that reverses the direction of text.
    #[error("a user name can't hold control characters or marks that change the direction of text")]
    Control,
}

impl LoginName {
    /// Reads a login name; white space around it is dropped.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, LoginNameError> {
        let shown: String = text.trim().nfc().collect();
        if shown.is_empty() {
            return Err(LoginNameError::Empty);
        }
        if shown.len() > MAX_BYTES {
            return Err(LoginNameError::TooLong);
        }
        if shown.starts_with('@') {
            return Err(LoginNameError::StartsWithAt);
        }
        if shown.chars().any(changes_what_is_shown) {
            return Err(LoginNameError::Control);
        }
        let folded = Self::fold(&shown);
        Ok(Self { shown, folded })
    }

    /// The form in which any two spellings of one name are equal: NFC, Unicode case fold, NFC again.
    #[must_use]
    pub fn fold(text: &str) -> String {
        Self::fold_part(text.trim())
    }

    /// A part of a name, for a search: as [`fold`](Self::fold), but a space at its end counts.
    #[must_use]
    pub fn fold_part(text: &str) -> String {
        let composed: String = text.nfc().collect();
        caseless::default_case_fold_str(&composed).nfc().collect()
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// As it is compared.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

/// Control characters, and the bidirectional marks with which one name can be made to look like another.
fn changes_what_is_shown(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl PartialEq for LoginName {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for LoginName {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_equal() {
        let composed = LoginName::parse("Ren\u{e9}e@Corp.Example").expect("valid");
        let decomposed = LoginName::parse(" rene\u{301}E@corp.example ").expect("valid");
        assert_eq!(composed, decomposed);
        assert_eq!(LoginName::fold("STRASSE"), LoginName::fold("stra\u{df}e"));
    }

    #[test]
    fn each_rule_has_its_own_refusal() {
        assert_eq!(LoginName::parse("  "), Err(LoginNameError::Empty));
        assert_eq!(LoginName::parse(&"a".repeat(256)), Err(LoginNameError::TooLong));
        assert_eq!(LoginName::parse("@api-7"), Err(LoginNameError::StartsWithAt));
        assert_eq!(LoginName::parse("a\u{202e}b"), Err(LoginNameError::Control));
        assert_eq!(LoginName::parse("a\0b"), Err(LoginNameError::Control));
    }
}

//! The short code that stands in a terminal and is typed into a browser.

use keyfold_model::Secret;

use crate::{Error, token};

/// Capital letters and digits, without those that look like another: 0 and O, 1 and I.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// How many characters: 40 random bits. There are few tries and five minutes.
const LENGTH: usize = 8;
/// How many stand together, for the eye.
const PART: usize = 4;

/// A code, as in `K7QM-3XPD`.
#[derive(Clone, Debug)]
pub struct ApprovalCode(Secret<String>);

impl ApprovalCode {
    pub(super) fn generate() -> Result<Self, Error> {
        let bytes = token::random_bytes()?;
        let letters: String =
            bytes.iter().take(LENGTH).map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
        Ok(Self(Secret::new(letters)))
    }

    /// What somebody typed: small letters, spaces and dashes don't matter. Nothing where it can't be a code.
    pub(super) fn parse(typed: &str) -> Option<Self> {
        let letters = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        let letters: String = letters.map(|letter| letter.to_ascii_uppercase()).take(LENGTH + 1).collect();
        let known = letters.bytes().all(|letter| ALPHABET.contains(&letter));
        (known && letters.len() == LENGTH).then(|| Self(Secret::new(letters)))
    }

    /// The form in which it is kept.
    pub(super) fn hash(&self) -> String {
        token::hash(self.0.expose())
    }

    /// The code for the terminal of whoever began the sign-in, and for nobody else.
    #[must_use]
    pub fn shown(&self) -> String {
        let (first, second) = self.0.expose().split_at(PART);
        format!("{first}-{second}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_in_any_spelling() {
        let code = ApprovalCode::generate().expect("a code");
        let shown = code.shown();
        assert_eq!(shown.len(), 9);
        for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', " "), format!(" {shown} ")] {
            assert_eq!(ApprovalCode::parse(&typed).expect("a code").hash(), code.hash(), "{typed}");
        }
    }

    #[test]
    fn what_can_be_no_code_is_none() {
        for typed in ["", "ABCD", "ABCD-EFGHJ", "ABCD-EFG0", "ABCD-EFGI", "ABCD-EFG\u{c9}", "ABCD_EFGH"] {
            assert!(ApprovalCode::parse(typed).is_none(), "{typed}");
        }
    }
}

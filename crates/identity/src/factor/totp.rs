//! Codes of authenticator apps: TOTP (RFC 6238) as every app knows it, SHA-1, six digits, 30 seconds.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use keyfold_model::{Secret, Timestamp};
use subtle::ConstantTimeEq as _;

use crate::Error;

/// How long a step is, in seconds.
const STEP: i64 = 30;
/// How many steps a clock may be off, to each side.
const SKEW: i64 = 1;
const DIGITS: usize = 6;
/// The length of a key that we make, in bytes: that of a SHA-1, as RFC 4226 recommends (section 4, R6).
const KEY_LENGTH: usize = 20;

/// The key that an app and we share.
#[derive(Clone, Debug)]
pub(crate) struct TotpKey(Secret<Vec<u8>>);

impl TotpKey {
    /// A new key, of the system's randomness.
    pub(crate) fn generate() -> Result<Self, Error> {
        Ok(Self(Secret::new(crate::token::random_bytes()?[..KEY_LENGTH].to_vec())))
    }

    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(Secret::new(bytes))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.expose()
    }

    /// The key as people type it, in base32.
    pub(crate) fn to_base32(&self) -> String {
        BASE32_NOPAD.encode(self.0.expose())
    }

    /// What stands in the QR code (the Key URI format that apps share).
    pub(crate) fn uri(&self, site: &str, login: &str) -> String {
        let (site, login, key) = (escaped(site), escaped(login), self.to_base32());
        format!("otpauth://totp/{site}:{login}?secret={key}&issuer={site}&algorithm=SHA1&digits={DIGITS}&period={STEP}")
    }

    /// The step whose code this is, if it is one of now, within the skew. All are compared, in constant time.
    pub(crate) fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let present = now.0.div_euclid(1_000_000).div_euclid(STEP);
        let mut found = None;
        for step in present - SKEW..=present + SKEW {
            if bool::from(self.code(step).as_bytes().ct_eq(code.as_bytes())) {
                found = Some(step);
            }
        }
        found
    }

    /// The code of a step (RFC 4226, section 5.3).
    fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, self.0.expose());
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let offset = usize::from(tag[tag.len() - 1] & 0x0f);
        let word = tag[offset..offset + 4].iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        format!("{:0DIGITS$}", (word & 0x7fff_ffff) % 1_000_000)
    }

    /// The code of a moment.
    #[cfg(test)]
    pub(crate) fn code_at(&self, now: Timestamp) -> String {
        self.code(now.0.div_euclid(1_000_000).div_euclid(STEP))
    }
}

/// A text as it stands in a URI: everything but letters and digits escaped (RFC 3986, section 2.1).
fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc_key() -> TotpKey {
        TotpKey::from_bytes(b"12345678901234567890".to_vec())
    }

    /// RFC 6238, appendix B, the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(rfc_key().code_at(Timestamp::from_seconds(seconds)), code);
        }
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_more() {
        let now = Timestamp::from_seconds(1_795_507_205);
        let step = 1_795_507_205 / 30;
        for (off, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = rfc_key().code_at(Timestamp::from_seconds(1_795_507_205 + off * 30));
            assert_eq!(rfc_key().step_of(&code, now), taken.then_some(step + off), "{off} steps off");
        }
        assert_eq!(rfc_key().step_of("", now), None);
    }

    #[test]
    fn names_are_escaped_in_the_uri() {
        let uri = rfc_key().uri("Files & more", "ann:b@corp.example");
        assert_eq!(
            uri,
            "otpauth://totp/Files%20%26%20more:ann%3Ab%40corp.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
            &issuer=Files%20%26%20more&algorithm=SHA1&digits=6&period=30"
        );
    }
}

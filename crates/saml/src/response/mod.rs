//! Verification of a posted `Response` (SAML core 3.3.3, web browser profile 4.1.4).

mod assertion;
mod envelope;
mod expectation;
mod rejection;
mod verified;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

pub use expectation::{Encryption, Expectation, InResponseTo};
pub use rejection::{Check, Rejection};
pub use verified::{NameId, SignedElement, Verified};

use crate::encryption;
use crate::names;
use crate::signature::{self, Signed};
use crate::xml::{self, Element, Limits};
use envelope::{Content, Envelope};

/// The largest Response that is read, in bytes of XML.
pub const MAX_BYTES: usize = 256 * 1024;

const LIMITS: Limits = Limits { bytes: MAX_BYTES, depth: 32 };

/// Verifies `input`, the form field `SAMLResponse` as it was posted (base64), at the time `now`.
///
/// The caller still has to remember [`Verified::assertion_id`] until
/// [`Verified::not_on_or_after`], and to refuse an id that it knows: this function keeps nothing.
pub fn verify(input: &[u8], expect: &Expectation, now: Timestamp) -> Result<Verified, Rejection> {
    let xml = decode(input)?;
    let document = xml::parse(&xml, LIMITS)?;
    let root = Element::root(&document).ok_or_else(no_root)?;
    let envelope = Envelope::read(root)?;
    match envelope.content {
        Content::Plain(_) if expect.encryption == Encryption::Required => {
            Err(Rejection::new(Check::Encrypted, "an encrypted assertion", "a plain one"))
        }
        Content::Plain(assertion) => {
            let signed = signature::verify(envelope.response, assertion, &expect.certificates)?;
            envelope.check(expect, signed.element)?;
            assertion::check(signed, expect, now)
        }
        Content::Encrypted(encrypted) => verify_encrypted(&envelope, encrypted, expect, now),
    }
}

/// The same for an assertion that is encrypted. A signature of the Response covers what is encrypted, and is verified before
/// any key of ours is used. Where there is none, whoever sends this chose the bytes that are decrypted: so that nothing can
/// be learned from the answer, all that is wrong before the assertion's own signature holds is one failure.
fn verify_encrypted(
    envelope: &Envelope<'_>,
    encrypted: Element<'_>,
    expect: &Expectation,
    now: Timestamp,
) -> Result<Verified, Rejection> {
    let outside = signature::verify_response(envelope.response, &expect.certificates)?;
    if outside == Some(SignedElement::Response) {
        envelope.check(expect, SignedElement::Response)?;
    }
    let xml = encryption::decrypt(encrypted, &expect.decryption_keys)?;
    let opened = |rejection: Rejection| encryption::refused("a signed assertion", rejection.to_string());
    let document = xml::parse(xml.as_bytes(), LIMITS).map_err(|refused| opened(refused.into()))?;
    let signed = open(&document, outside, expect).map_err(opened)?;
    envelope.check(expect, signed.element)?;
    assertion::check(signed, expect, now)
}

/// The one assertion in what was decrypted, with the proof that it is signed.
fn open<'d>(
    document: &'d uppsala::Document<'d>,
    outside: Option<SignedElement>,
    expect: &Expectation,
) -> Result<Signed<'d>, Rejection> {
    let wrapper = Element::root(document).ok_or_else(no_root)?;
    let mut children = wrapper.children();
    let assertion = match (children.next(), children.next()) {
        (Some(only), None) if only.is(names::ASSERTION, "Assertion") => only,
        _ => {
            return Err(Rejection::new(Check::AssertionCount, "one Assertion in what was encrypted", "something else"));
        }
    };
    let inside = |name| wrapper.with_descendants().filter(|element| element.is(names::ASSERTION, name)).count();
    if inside("Assertion") + inside("EncryptedAssertion") != 1 {
        return Err(Rejection::new(Check::AssertionCount, "one Assertion in what was encrypted", "several"));
    }
    envelope::check_version(assertion)?;
    envelope::check_ids(wrapper)?;
    signature::verify_opened(assertion, outside, &expect.certificates)
}

/// What a Response claims of itself. **Nothing of it is verified**: it is good for one thing,
/// to look up the connection whose keys the Response is then verified with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    /// The claimed issuer: the entity id of an identity provider.
    pub issuer: Option<String>,
    /// The id of the request that it claims to answer.
    pub in_response_to: Option<String>,
}

/// Reads from an unverified Response whom it claims to be from. See [`Peek`].
pub fn peek(input: &[u8]) -> Result<Peek, Rejection> {
    let xml = decode(input)?;
    let document = xml::parse(&xml, LIMITS)?;
    let root = Element::root(&document).ok_or_else(no_root)?;
    Ok(envelope::peek(root))
}

fn no_root() -> Rejection {
    Rejection::new(Check::Xml, "an XML document", "nothing")
}

/// The XML of a message as it was posted. Strict base64: canonical padding, no character outside the alphabet, save the line breaks
/// that RFC 2045 (named by bindings 3.5.4) puts in.
///
/// # Errors
/// It is too large for a message, or no base64.
pub fn decode(input: &[u8]) -> Result<Vec<u8>, Rejection> {
    // Four characters hold three bytes; the rest leaves room for line breaks.
    const MAX_ENCODED: usize = MAX_BYTES / 3 * 4 + MAX_BYTES / 16;
    if input.len() > MAX_ENCODED {
        return Err(Rejection::new(
            Check::Size,
            format!("at most {MAX_BYTES} bytes"),
            format!("{} characters of base64", input.len()),
        ));
    }
    let compact: Vec<u8> = input.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    STANDARD.decode(compact).map_err(|cause| Rejection::new(Check::Base64, "base64", cause.to_string()))
}

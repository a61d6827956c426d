//! The HTTP-Redirect binding (SAML bindings 3.4): a message in the query of a URL, with a signature over the query.

use std::io::{Read as _, Write as _};

use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::certificate::Certificate;
use crate::key::ServiceProviderKey;
use crate::response::{Check, Rejection};
use crate::{Error, names};

/// The largest message that is read by this binding, in bytes of XML.
pub const MAX_BYTES: usize = 64 * 1024;

/// Everything but the unreserved characters (RFC 3986 section 2.3). The signature is over the query as it is escaped, and
/// several identity providers don't keep what came but escape it anew, in just this way.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Which of the two a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A question.
    Request,
    /// The answer to one.
    Response,
}

impl Direction {
    /// The name of the field that carries it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Request => "SAMLRequest",
            Self::Response => "SAMLResponse",
        }
    }
}

/// The URL to send a browser to: `xml` by DEFLATE, base64 and URL encoding (3.4.4.1), and a signature by `key`.
///
/// `relay_state` is left out when empty.
///
/// # Errors
/// `destination` is no address that a browser may be sent to, or the key can't be used.
pub fn url(
    destination: &str,
    direction: Direction,
    xml: &str,
    relay_state: Option<&str>,
    key: Option<&ServiceProviderKey>,
) -> Result<String, Error> {
    let mut query = format!("{}={}", direction.field(), encode(&STANDARD.encode(deflate(xml.as_bytes()))));
    if let Some(relay_state) = relay_state.filter(|value| !value.is_empty()) {
        query.push_str(&format!("&RelayState={}", encode(relay_state)));
    }
    if let Some(key) = key {
        query.push_str(&format!("&SigAlg={}", encode(names::RSA_SHA256)));
        let signature = STANDARD.encode(key.sign(query.as_bytes())?);
        query.push_str(&format!("&Signature={}", encode(&signature)));
    }
    let address = web_address(destination)?;
    let joint = if address.contains('?') { '&' } else { '?' };
    Ok(format!("{address}{joint}{query}"))
}

/// `destination`, where it can be sent to a browser. A `javascript:` URL in somebody's metadata
/// must not be.
fn web_address(destination: &str) -> Result<&str, Error> {
    let scheme = destination.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let allowed = matches!(scheme.as_deref(), Some("https" | "http"));
    let clean = destination.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
    if allowed && clean { Ok(destination) } else { Err(Error::SignInUrl(destination.to_owned())) }
}

fn encode(value: &str) -> String {
    utf8_percent_encode(value, ESCAPED).to_string()
}

fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing to a `Vec` has no way to fail.
    let written = encoder.write_all(data).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

/// A message that came in the query of a URL. Nothing of it is verified.
#[derive(Debug, Clone)]
pub struct Message {
    /// Which of the two it is.
    pub direction: Direction,
    /// The XML.
    pub xml: Vec<u8>,
    /// What came along; the signature covers it.
    pub relay_state: Option<String>,
    signed: String,
    algorithm: Option<String>,
    signature: Option<Vec<u8>>,
}

impl Message {
    /// Reads a query. A field that stands twice could be read in two ways, so there is none.
    ///
    /// # Errors
    /// There is no message in it, or one that can't be read.
    pub fn read(query: &str) -> Result<Self, Rejection> {
        let raw = |name: &str| -> Result<Option<&str>, Rejection> {
            let mut found = query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(key, _)| *key == name);
            match (found.next(), found.next()) {
                (first, None) => Ok(first.map(|(_, value)| value)),
                _ => Err(Rejection::new(Check::Structure, "every field once", name)),
            }
        };
        let (request, response) = (raw("SAMLRequest")?, raw("SAMLResponse")?);
        let (direction, message) = match (request, response) {
            (Some(message), None) => (Direction::Request, message),
            (None, Some(message)) => (Direction::Response, message),
            _ => return Err(Rejection::new(Check::Structure, "SAMLRequest or SAMLResponse", "neither, or both")),
        };
        let (relay_state, algorithm) = (raw("RelayState")?, raw("SigAlg")?);
        // The very characters that came are signed: how they were escaped is the sender's choice (3.4.4.1).
        let mut signed = format!("{}={message}", direction.field());
        for (name, value) in [("RelayState", relay_state), ("SigAlg", algorithm)] {
            signed.extend(value.map(|value| format!("&{name}={value}")));
        }
        Ok(Self {
            direction,
            xml: inflate(&base64(&decode(message)?)?)?,
            relay_state: relay_state.map(decode).transpose()?,
            signed,
            algorithm: algorithm.map(decode).transpose()?,
            signature: raw("Signature")?.map(|value| decode(value).and_then(|text| base64(&text))).transpose()?,
        })
    }

    /// Verifies the signature over the query with the pinned keys.
    ///
    /// # Errors
    /// There is none, or it isn't of one of these keys.
    pub fn verify(&self, certificates: &[Certificate]) -> Result<(), Rejection> {
        let (Some(algorithm), Some(signature)) = (&self.algorithm, &self.signature) else {
            return Err(Rejection::new(Check::Unsigned, "SigAlg and Signature in the query", "none"));
        };
        let verification = verification(algorithm).ok_or_else(|| {
            Rejection::new(Check::Algorithm, "RSA or ECDSA with SHA-256, SHA-384 or SHA-512", algorithm.as_str())
        })?;
        let holds = certificates
            .iter()
            .filter_map(Certificate::spki)
            .any(|key| UnparsedPublicKey::new(verification, key).verify(self.signed.as_bytes(), signature).is_ok());
        if holds {
            Ok(())
        } else {
            Err(Rejection::new(Check::Signature, "a signature by a certificate of this connection", "another one"))
        }
    }
}

fn verification(uri: &str) -> Option<&'static dyn VerificationAlgorithm> {
    match uri.strip_prefix("http://www.w3.org/2001/04/xmldsig-more#")? {
        "rsa-sha256" => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
        "rsa-sha384" => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
        "rsa-sha512" => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
        "ecdsa-sha256" => Some(&signature::ECDSA_P256_SHA256_FIXED),
        "ecdsa-sha384" => Some(&signature::ECDSA_P384_SHA384_FIXED),
        _ => None,
    }
}

fn decode(value: &str) -> Result<String, Rejection> {
    let plus_is_space = value.replace('+', " ");
    let decoded = percent_decode_str(&plus_is_space).decode_utf8().map(|text| text.into_owned());
    decoded.map_err(|cause| Rejection::new(Check::Base64, "UTF-8 in URL encoding", cause.to_string()))
}

fn base64(text: &str) -> Result<Vec<u8>, Rejection> {
    // A sender that forgets to escape its plus signs sends spaces.
    let compact: String =
        text.replace(' ', "+").chars().filter(|character| !matches!(character, '\r' | '\n')).collect();
    STANDARD.decode(compact).map_err(|cause| Rejection::new(Check::Base64, "base64", cause.to_string()))
}

fn inflate(deflated: &[u8]) -> Result<Vec<u8>, Rejection> {
    let mut xml = Vec::new();
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    DeflateDecoder::new(deflated)
        .take(limit + 1)
        .read_to_end(&mut xml)
        .map_err(|cause| Rejection::new(Check::Structure, "a deflated message", cause.to_string()))?;
    if xml.len() > MAX_BYTES {
        return Err(Rejection::new(Check::Size, format!("at most {MAX_BYTES} bytes"), "more"));
    }
    Ok(xml)
}

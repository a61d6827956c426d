//! The signing certificates that are pinned for a connection.

use std::fmt;

use aws_lc_rs::{digest, rsa::PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bergshamra_keys::{Key, loader};
use jiff::Timestamp;
use x509_cert::der::Decode as _;

use crate::Error;

/// The smallest RSA key that may sign, in bits (NIST SP 800-131A).
const MIN_RSA_BITS: usize = 2048;

/// A certificate whose key may sign Responses: RSA of at least 2048 bits, or ECDSA on P-256 or
/// P-384.
///
/// Only the key counts. Neither the dates nor the issuer of the certificate are checked when a
/// signature is: it is trusted because an administrator pinned it (SAML metadata
/// interoperability profile, section 2.6.1).
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    key: Key,
    subject: String,
    validity: Validity,
}

/// The dates of a certificate, for people to see: no signature is refused for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// From when on.
    pub not_before: Timestamp,
    /// Until when.
    pub not_after: Timestamp,
}

impl Certificate {
    /// Reads a DER-encoded X.509 certificate.
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let key = loader::load_x509_cert_der(der).map_err(|cause| Error::Certificate(cause.to_string()))?;
        accept_key(&key)?;
        let (subject, validity) = read(der)?;
        Ok(Self { der: der.to_vec(), key, subject, validity })
    }

    /// Reads the bare base64 of a certificate, white space allowed: the text of an
    /// `X509Certificate` element.
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        let compact: String = text.split_ascii_whitespace().collect();
        let der = STANDARD.decode(compact).map_err(|cause| Error::Certificate(cause.to_string()))?;
        Self::from_der(&der)
    }

    /// Reads every certificate in `text`, which is PEM (several one after the other), or the
    /// bare base64 of one. At least one, or it is an error.
    pub fn from_pem(text: &str) -> Result<Vec<Self>, Error> {
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        const END: &str = "-----END CERTIFICATE-----";
        if !text.contains(BEGIN) {
            return Ok(vec![Self::from_base64(text)?]);
        }
        text.split(BEGIN)
            .skip(1)
            .map(|part| match part.split_once(END) {
                Some((body, _)) => Self::from_base64(body),
                None => Err(Error::Certificate(format!("`{END}` is missing"))),
            })
            .collect()
    }

    /// The certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The certificate in PEM, lines of 64 characters (RFC 7468).
    pub fn pem(&self) -> String {
        let base64 = STANDARD.encode(&self.der);
        let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
        for (index, character) in base64.chars().enumerate() {
            if index > 0 && index % 64 == 0 {
                pem.push('\n');
            }
            pem.push(character);
        }
        pem.push_str("\n-----END CERTIFICATE-----\n");
        pem
    }

    /// SHA-256 over the DER, in lower-case hexadecimal.
    pub fn fingerprint(&self) -> String {
        digest::digest(&digest::SHA256, &self.der).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whose it says it is, as in `CN=idp.example.com,O=Example`.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Its dates.
    pub fn validity(&self) -> Validity {
        self.validity
    }

    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    /// The public key as a `SubjectPublicKeyInfo`.
    pub(crate) fn spki(&self) -> Option<Vec<u8>> {
        self.key.to_spki_der()
    }

    /// Whether the public key is this one (an `RSAPublicKey` is the last part of its `SubjectPublicKeyInfo`).
    pub(crate) fn spki_ends_with(&self, public_key: &[u8]) -> bool {
        self.spki().is_some_and(|spki| spki.ends_with(public_key))
    }
}

fn read(der: &[u8]) -> Result<(String, Validity), Error> {
    let failed = |cause: x509_cert::der::Error| Error::Certificate(cause.to_string());
    let certificate = x509_cert::Certificate::from_der(der).map_err(failed)?.tbs_certificate;
    let moment = |time: x509_cert::time::Time| {
        let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
        Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
    };
    let validity = Validity {
        not_before: moment(certificate.validity.not_before),
        not_after: moment(certificate.validity.not_after),
    };
    Ok((certificate.subject.to_string(), validity))
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate(sha256 {})", self.fingerprint())
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

fn accept_key(key: &Key) -> Result<(), Error> {
    let kind = key.algorithm_name();
    match kind {
        "EC-P256" | "EC-P384" => Ok(()),
        "RSA" => match rsa_bits(key) {
            Some(bits) if bits >= MIN_RSA_BITS => Ok(()),
            Some(bits) => Err(Error::Key { found: format!("RSA of {bits} bits") }),
            None => Err(Error::Key { found: "RSA of a size that is not supported".to_owned() }),
        },
        _ => Err(Error::Key { found: kind.to_owned() }),
    }
}

fn rsa_bits(key: &Key) -> Option<usize> {
    let spki = key.to_spki_der()?;
    PublicEncryptingKey::from_der(&spki).ok().map(|key| key.key_size_bits())
}

//! This site's own keys: they sign what it sends, and open what was encrypted for it.

use std::{fmt, sync::Arc};

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{OaepAlgorithm, OaepPrivateDecryptingKey, PrivateDecryptingKey},
    signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use jiff::{Timestamp, tz::TimeZone};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, RsaKeySize, date_time_ymd};
use zeroize::Zeroizing;

use crate::{Error, certificate::Certificate};

/// For how many years a certificate of our own is dated. Identity providers pin the key; some look at the dates as well.
const YEARS: i16 = 10;

/// An RSA key of this site as a service provider, with the self-signed certificate that carries its public half around.
/// Cheap to clone.
#[derive(Clone)]
pub struct ServiceProviderKey {
    certificate: Certificate,
    signing: Arc<RsaKeyPair>,
    opening: Arc<OaepPrivateDecryptingKey>,
}

/// A key that was just made: to be kept sealed.
pub struct GeneratedKey {
    /// The private key, in DER (PKCS #8).
    pub pkcs8: Zeroizing<Vec<u8>>,
    /// Its certificate, in PEM.
    pub certificate_pem: String,
}

impl ServiceProviderKey {
    /// Makes an RSA key of 3072 bits and a certificate for it from `now` on. The randomness is the system's.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn generate(common_name: &str, now: Timestamp) -> Result<GeneratedKey, Error> {
        let failed = |cause: rcgen::Error| Error::OwnKey(cause.to_string());
        let pair = KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_3072).map_err(failed)?;
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, common_name);
        let today = TimeZone::UTC.to_datetime(now).date();
        let (month, day) = (today.month().unsigned_abs(), today.day().unsigned_abs().min(28));
        params.not_before = date_time_ymd(i32::from(today.year()), month, day);
        params.not_after = date_time_ymd(i32::from(today.year() + YEARS), month, day);
        let certificate = params.self_signed(&pair).map_err(failed)?;
        Ok(GeneratedKey { pkcs8: Zeroizing::new(pair.serialize_der()), certificate_pem: certificate.pem() })
    }

    /// Reads a key that was kept.
    ///
    /// # Errors
    /// It is no RSA key of at least 2048 bits, or the certificate is another key's.
    pub fn read(pkcs8: &[u8], certificate_pem: &str) -> Result<Self, Error> {
        let failed = |cause: &dyn fmt::Display| Error::OwnKey(cause.to_string());
        let mut certificates = Certificate::from_pem(certificate_pem)?;
        let (Some(certificate), None) = (certificates.pop(), certificates.pop()) else {
            return Err(failed(&"there is not exactly one certificate"));
        };
        let signing = RsaKeyPair::from_pkcs8(pkcs8).map_err(|cause| failed(&cause))?;
        let opening = PrivateDecryptingKey::from_pkcs8(pkcs8)
            .map_err(|cause| failed(&cause))
            .and_then(|key| OaepPrivateDecryptingKey::new(key).map_err(|cause| failed(&cause)))?;
        let key = Self { certificate, signing: Arc::new(signing), opening: Arc::new(opening) };
        if key.certificate.spki_ends_with(key.signing.public_key().as_ref()) {
            Ok(key)
        } else {
            Err(failed(&"the certificate belongs to another key"))
        }
    }

    /// The certificate, to be given away.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// RSASSA-PKCS1-v1.5 with SHA-256.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let mut signature = vec![0; self.signing.public_modulus_len()];
        self.signing
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|cause| Error::OwnKey(cause.to_string()))?;
        Ok(signature)
    }

    /// Opens a transported key. Nothing where it was made for another key, or with other parameters.
    pub(crate) fn open(&self, algorithm: &'static OaepAlgorithm, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut room = Zeroizing::new(vec![0; self.opening.min_output_size()]);
        let length = self.opening.decrypt(algorithm, sealed, &mut room, None).ok()?.len();
        room.truncate(length);
        Some(room)
    }
}

impl fmt::Debug for ServiceProviderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServiceProviderKey({:?})", self.certificate)
    }
}

impl fmt::Debug for GeneratedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GeneratedKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2028-02-29T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_key_that_was_kept_is_the_one_that_was_made() {
        let made = ServiceProviderKey::generate("files.example.com", now()).unwrap();
        let read = ServiceProviderKey::read(&made.pkcs8, &made.certificate_pem).unwrap();
        let validity = read.certificate().validity();
        assert_eq!(validity.not_before.to_string(), "2028-02-28T00:00:00Z");
        assert_eq!(validity.not_after.to_string(), "2038-02-28T00:00:00Z");
        assert_eq!(format!("{made:?}"), "GeneratedKey(***)");
        assert!(!format!("{read:?}").contains("PRIVATE"));
    }

    #[test]
    fn the_certificate_of_another_key_is_refused() {
        let made = ServiceProviderKey::generate("a", now()).unwrap();
        let other = ServiceProviderKey::generate("b", now()).unwrap();
        for (pkcs8, pem) in [(&made.pkcs8[..], &other.certificate_pem), (&b"nonsense"[..], &made.certificate_pem)] {
            assert!(matches!(ServiceProviderKey::read(pkcs8, pem), Err(Error::OwnKey(_))));
        }
    }
}

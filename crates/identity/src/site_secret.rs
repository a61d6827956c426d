//! The site's secret, which is kept beside the database and not in it: who reads a backup can open nothing that it sealed.

use std::{fmt, sync::Arc};

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    hmac,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::Error;

/// 32 bytes that are kept beside the database. Cheap to clone.
#[derive(Clone)]
pub struct SiteSecret(Arc<[u8; 32]>);

impl SiteSecret {
    /// These bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Arc::new(bytes))
    }

    /// AES-256-GCM over what is to be hidden, bound to what it belongs to. The nonce stands first; the whole is base64.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn seal(&self, plain: &[u8], bound_to: &[u8]) -> Result<String, Error> {
        let key = self.cipher().ok_or(Error::Interrupted)?;
        let mut sealed = plain.to_vec();
        let nonce = key.seal_in_place_append_tag(Aad::from(bound_to), &mut sealed).map_err(|_| Error::Interrupted)?;
        Ok(STANDARD.encode([nonce.as_ref().as_slice(), &sealed].concat()))
    }

    /// What was sealed; nothing where it was sealed with another secret, belongs to something else, or was changed.
    #[must_use]
    pub fn unseal(&self, sealed: &str, bound_to: &[u8]) -> Option<Vec<u8>> {
        let bytes = STANDARD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut room = sealed.to_vec();
        let length = self.cipher()?.open_in_place(nonce, Aad::from(bound_to), &mut room).ok()?.len();
        room.truncate(length);
        Some(room)
    }

    /// HMAC-SHA-256 of a text, in hexadecimal, under a key of its own for each purpose: what is short enough to be guessed
    /// can't be found by its hash without the secret.
    pub(crate) fn hash(&self, purpose: &str, text: &str) -> String {
        let site = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_slice());
        let key = hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&site, purpose.as_bytes()).as_ref());
        hex::encode(hmac::sign(&key, text.as_bytes()))
    }

    fn cipher(&self) -> Option<RandomizedNonceKey> {
        RandomizedNonceKey::new(&AES_256_GCM, self.0.as_slice()).ok()
    }
}

impl Default for SiteSecret {
    /// A fresh one: what it sealed is lost with the process.
    fn default() -> Self {
        Self::new(rand::random())
    }
}

impl fmt::Debug for SiteSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_secret_for_the_same_thing_only() {
        let secret = SiteSecret::new([7; 32]);
        let sealed = secret.seal(b"seed", b"factor 1").expect("sealed");
        assert_eq!(secret.unseal(&sealed, b"factor 1").as_deref(), Some(&b"seed"[..]));
        assert_eq!(secret.unseal(&sealed, b"factor 2"), None);
        assert_eq!(SiteSecret::new([8; 32]).unseal(&sealed, b"factor 1"), None);
        assert_eq!(secret.unseal("", b"factor 1"), None);
    }

    #[test]
    fn a_hash_is_one_purpose_s_alone() {
        let secret = SiteSecret::new([7; 32]);
        assert_ne!(secret.hash("mail", "123456"), secret.hash("recovery", "123456"));
        assert_ne!(secret.hash("mail", "123456"), SiteSecret::new([8; 32]).hash("mail", "123456"));
    }
}

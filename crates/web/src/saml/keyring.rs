//! This site's own SAML keys, opened with the site's secret. The database has them sealed: who reads a backup can neither
//! sign in this site's name nor open what was encrypted for it.

use std::{collections::HashMap, fmt, sync::Arc};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use keyfold_identity::{Error, NewSamlKey, SamlKey, SamlKeys};
use keyfold_model::{Clock, SamlKeyId};
use keyfold_saml::{certificate::Certificate, key::ServiceProviderKey};
use parking_lot::Mutex;

use super::verification::moment;

/// 32 bytes that are kept beside the database, not in it.
#[derive(Clone)]
pub struct SiteSecret(Arc<[u8; 32]>);

impl SiteSecret {
    /// These bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Arc::new(bytes))
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

/// This site's own SAML keys. Cheap to clone.
#[derive(Clone)]
pub struct Keyring {
    keys: SamlKeys,
    secret: SiteSecret,
    clock: Arc<dyn Clock>,
    common_name: String,
    /// Opening a key takes a while: each once. Nothing stands for one that this secret does not open.
    opened: Arc<Mutex<HashMap<SamlKeyId, Option<ServiceProviderKey>>>>,
}

impl Keyring {
    /// The keys of a site of this name.
    #[must_use]
    pub fn new(keys: SamlKeys, secret: SiteSecret, clock: Arc<dyn Clock>, common_name: String) -> Self {
        Self { keys, secret, clock, common_name, opened: Arc::default() }
    }

    /// The keys that are there, the one that signs first: what is encrypted may be for any of them.
    ///
    /// # Errors
    /// The database fails.
    pub async fn all(&self) -> Result<Vec<ServiceProviderKey>, Error> {
        let rows = self.keys.list().await?;
        Ok(rows.iter().filter_map(|row| self.open(row)).collect())
    }

    /// The keys, of which there is at least one: it is made where there is none that can be opened.
    ///
    /// # Errors
    /// The database fails, or no key can be made.
    pub async fn at_least_one(&self) -> Result<Vec<ServiceProviderKey>, Error> {
        let keys = self.all().await?;
        if !keys.is_empty() {
            return Ok(keys);
        }
        let made = self.make().await?;
        if self.keys.list().await?.is_empty() {
            self.keys.add_first(made).await?;
        } else {
            tracing::error!("this site's secret opens none of its SAML keys: a new one is made");
            self.keys.replace_unreadable(made).await?;
        }
        self.all().await
    }

    /// The key that signs. It is made where there is none.
    ///
    /// # Errors
    /// The database fails, or no key can be made or opened.
    pub async fn signing(&self) -> Result<ServiceProviderKey, Error> {
        let first = self.at_least_one().await?.into_iter().next();
        first.ok_or_else(|| unusable("none of them can be opened"))
    }

    /// Makes a new key, sealed. It is to be announced.
    ///
    /// # Errors
    /// No key can be made.
    pub async fn make(&self) -> Result<NewSamlKey, Error> {
        let (name, now) = (self.common_name.clone(), moment(self.clock.now()));
        let generated = tokio::task::spawn_blocking(move || ServiceProviderKey::generate(&name, now));
        let made = generated.await.map_err(|_| Error::Interrupted)?.map_err(unusable)?;
        let sealed_key = self.seal(&made.pkcs8, &made.certificate_pem)?;
        Ok(NewSamlKey { certificate: made.certificate_pem, sealed_key })
    }

    fn open(&self, row: &SamlKey) -> Option<ServiceProviderKey> {
        self.opened
            .lock()
            .entry(row.id)
            .or_insert_with(|| {
                let opened = self.unseal(&row.sealed_key, &row.certificate);
                let opened = opened.and_then(|pkcs8| ServiceProviderKey::read(&pkcs8, &row.certificate).ok());
                if opened.is_none() {
                    tracing::error!(key = row.id.0, "this site's secret does not open this SAML key");
                }
                opened
            })
            .clone()
    }

    /// AES-256-GCM over the key, bound to its certificate. The nonce stands first.
    fn seal(&self, pkcs8: &[u8], certificate: &str) -> Result<String, Error> {
        let key = self.cipher().ok_or_else(|| unusable("no cipher"))?;
        let mut sealed = pkcs8.to_vec();
        let nonce = key
            .seal_in_place_append_tag(Aad::from(certificate.as_bytes()), &mut sealed)
            .map_err(|_| unusable("it can't be sealed"))?;
        Ok(STANDARD.encode([nonce.as_ref().as_slice(), &sealed].concat()))
    }

    fn unseal(&self, sealed: &str, certificate: &str) -> Option<Vec<u8>> {
        let bytes = STANDARD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut room = sealed.to_vec();
        let length = self.cipher()?.open_in_place(nonce, Aad::from(certificate.as_bytes()), &mut room).ok()?.len();
        room.truncate(length);
        Some(room)
    }

    fn cipher(&self) -> Option<RandomizedNonceKey> {
        RandomizedNonceKey::new(&AES_256_GCM, self.secret.0.as_slice()).ok()
    }
}

fn unusable(why: impl fmt::Display) -> Error {
    Error::Invalid { what: "SAML key", why: why.to_string() }
}

/// The certificates of keys, in their order.
pub(crate) fn certificates(keys: &[ServiceProviderKey]) -> Vec<Certificate> {
    keys.iter().map(|key| key.certificate().clone()).collect()
}

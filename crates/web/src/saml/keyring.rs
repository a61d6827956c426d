//! This site's own SAML keys, opened with the site's secret. The database has them sealed: who reads a backup can neither
//! sign in this site's name nor open what was encrypted for it.

use std::{collections::HashMap, fmt, sync::Arc};

use keyfold_identity::{Error, NewSamlKey, SamlKey, SamlKeys, SiteSecret};
use keyfold_model::{Clock, SamlKeyId};
use keyfold_saml::{certificate::Certificate, key::ServiceProviderKey};
use parking_lot::Mutex;

use super::verification::moment;

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
        let sealed_key = self.secret.seal(&made.pkcs8, made.certificate_pem.as_bytes())?;
        Ok(NewSamlKey { certificate: made.certificate_pem, sealed_key })
    }

    fn open(&self, row: &SamlKey) -> Option<ServiceProviderKey> {
        self.opened
            .lock()
            .entry(row.id)
            .or_insert_with(|| {
                let opened = self.secret.unseal(&row.sealed_key, row.certificate.as_bytes());
                let opened = opened.and_then(|pkcs8| ServiceProviderKey::read(&pkcs8, &row.certificate).ok());
                if opened.is_none() {
                    tracing::error!(key = row.id.0, "this site's secret does not open this SAML key");
                }
                opened
            })
            .clone()
    }
}

fn unusable(why: impl fmt::Display) -> Error {
    Error::Invalid { what: "SAML key", why: why.to_string() }
}

/// The certificates of keys, in their order.
pub(crate) fn certificates(keys: &[ServiceProviderKey]) -> Vec<Certificate> {
    keys.iter().map(|key| key.certificate().clone()).collect()
}

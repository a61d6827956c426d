//! The metadata of identity providers, fetched again and again, so that a new certificate arrives by itself. What fails
//! changes nothing: the connection goes on with what it has.

use std::time::Duration;

use keyfold_identity::{Connections, DirectoryConnection, Error, IdentityProvider, SamlMetadata, SamlMetadataLog};
use keyfold_model::Timestamp;
use keyfold_net::{Fetched, Fetcher};
use keyfold_saml::{certificate::Certificate, metadata};

use super::verification::moment;

/// How long after a success it is fetched again.
const EVERY: Duration = Duration::from_secs(6 * 3600);
/// How long after a first failure; each further one doubles it.
const FIRST_RETRY: Duration = Duration::from_secs(5 * 60);
/// The longest it takes until it is tried again.
const LONGEST_RETRY: Duration = Duration::from_secs(12 * 3600);

/// Fetches metadata. Cheap to clone.
#[derive(Clone)]
pub struct MetadataRefresh {
    /// Whose metadata.
    pub connections: Connections,
    /// How it goes.
    pub log: SamlMetadataLog,
    /// By what.
    pub fetcher: Fetcher,
}

impl MetadataRefresh {
    /// Fetches the metadata of every connection whose time has come. To be called every minute or so.
    ///
    /// # Errors
    /// The database fails. That a fetch failed is none: it is noted with the connection.
    pub async fn tick(&self, now: Timestamp) -> Result<(), Error> {
        for connection in self.connections.list().await? {
            let Some(url) = &connection.settings.saml.metadata_url else { continue };
            let known = self.log.find(connection.id).await?.filter(|row| row.url == *url);
            if connection.settings.enabled && known.is_none_or(|row| row.next_at <= now) {
                self.refresh(&connection, now).await?;
            }
        }
        Ok(())
    }

    /// Fetches the metadata of a connection now, where it names an address for it.
    ///
    /// # Errors
    /// The database fails. That the fetch failed is none: it is noted with the connection.
    pub async fn refresh(&self, connection: &DirectoryConnection, now: Timestamp) -> Result<(), Error> {
        let Some(url) = &connection.settings.saml.metadata_url else { return Ok(()) };
        let known = self.log.find(connection.id).await?.filter(|row| row.url == *url);
        let etag = known.as_ref().and_then(|row| row.etag.clone());
        let done = match self.fetch(url, etag.as_deref(), now).await {
            Ok(Some((provider, etag))) => {
                let taken = self.connections.refresh_identity_provider(connection.id, url, provider).await;
                taken.map(|()| etag).map_err(|error| error.to_string())
            }
            Ok(None) => Ok(etag.clone()),
            Err(why) => Err(why),
        };
        let row = outcome(connection, url, known, done, now);
        self.log.put(row).await
    }

    /// Fetches metadata from an address that an administrator has just named.
    ///
    /// # Errors
    /// Why not, in words for the administrator.
    pub async fn first(&self, url: &str, now: Timestamp) -> Result<(IdentityProvider, Option<String>), String> {
        self.fetch(url, None, now).await?.ok_or_else(|| "the server sent no document".to_owned())
    }

    /// Notes that the metadata of a connection has just been fetched, in the version of this `ETag`.
    ///
    /// # Errors
    /// The database fails.
    pub async fn note(
        &self,
        connection: &DirectoryConnection,
        etag: Option<String>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let Some(url) = &connection.settings.saml.metadata_url else { return Ok(()) };
        self.log.put(outcome(connection, url, None, Ok(etag), now)).await
    }

    /// What stands at the address; nothing where it is what the `ETag` says.
    async fn fetch(
        &self,
        url: &str,
        etag: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<(IdentityProvider, Option<String>)>, String> {
        let fetched = self.fetcher.get(url, etag, metadata::MAX_BYTES).await.map_err(|error| error.to_string())?;
        let Fetched::Document { body, etag } = fetched else { return Ok(None) };
        Ok(Some((read(body, now)?, etag)))
    }
}

/// How it went, and when it is tried again.
fn outcome(
    connection: &DirectoryConnection,
    url: &str,
    known: Option<SamlMetadata>,
    done: Result<Option<String>, String>,
    now: Timestamp,
) -> SamlMetadata {
    let before = known.as_ref();
    let failures = if done.is_ok() { 0 } else { before.map_or(0, |row| row.failures) + 1 };
    let (etag, error) = match done {
        Ok(etag) => (etag, None),
        // The version that was read last is still the one in force.
        Err(why) => (before.and_then(|row| row.etag.clone()), Some(why)),
    };
    if let Some(error) = &error {
        tracing::warn!(connection = connection.id.0, error, "metadata can't be refreshed");
    }
    SamlMetadata {
        connection: connection.id,
        url: url.to_owned(),
        etag,
        checked_at: now,
        fetched_at: if error.is_none() { Some(now) } else { before.and_then(|row| row.fetched_at) },
        failures,
        error,
        next_at: now.after(wait(failures)),
    }
}

/// How long until the next fetch, after so many failures in a row.
fn wait(failures: i64) -> Duration {
    match u32::try_from(failures) {
        Ok(0) => EVERY,
        Ok(failures) => FIRST_RETRY.saturating_mul(1 << (failures - 1).min(16)).min(LONGEST_RETRY),
        Err(_) => LONGEST_RETRY,
    }
}

/// Reads metadata that can be used.
///
/// # Errors
/// What is wrong with it, in words for the administrator.
pub(crate) fn read(document: Vec<u8>, now: Timestamp) -> Result<IdentityProvider, String> {
    let provider = metadata::parse(&document).map_err(|error| error.to_string())?;
    if let Some(end) = provider.valid_until.filter(|end| *end <= moment(now)) {
        return Err(format!("it was good until {end} only"));
    }
    let sso_url = provider.sso_redirect_url.ok_or("it has no sign-in address by HTTP-Redirect")?;
    Ok(IdentityProvider {
        entity_id: provider.entity_id,
        sso_url,
        slo_url: provider.logout_redirect_url,
        slo_response_url: provider.logout_response_url,
        certificates: provider.certificates.iter().map(Certificate::pem).collect(),
        wants_signed_requests: provider.wants_signed_requests,
        // Parsed from it: it is UTF-8.
        metadata_xml: String::from_utf8(document).map_err(|error| error.to_string())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_tried_again_later_and_later() {
        let minutes = |failures| wait(failures).as_secs() / 60;
        assert_eq!([0, 1, 2, 3, 4].map(minutes), [360, 5, 10, 20, 40]);
        assert_eq!([8, 9, 60, i64::MAX].map(minutes), [640, 720, 720, 720]);
    }
}

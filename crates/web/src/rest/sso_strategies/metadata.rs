//! The identity provider that an administrator names by its metadata.

use std::sync::Arc;

use axum::{Json, extract::State};
use keyfold_identity::{Connections, DirectoryConnection, IdentityProvider, SamlMetadataLog, Users};
use keyfold_model::{Clock, ConnectionId, Timestamp};

use super::{SsoStrategy, SsoStrategyChange, count::count};
use crate::{
    Error, Result,
    caller::Caller,
    id::Id,
    saml::{self, MetadataRefresh},
};

/// An identity provider by its metadata, pasted or behind an address.
#[derive(Default)]
pub struct Named {
    /// What it says.
    pub provider: Option<IdentityProvider>,
    /// That it was fetched.
    pub fetched: Option<Fetched>,
}

/// A document that was fetched.
pub struct Fetched {
    /// What the server calls this version of it.
    etag: Option<String>,
}

impl Named {
    /// Reads what a change names. An address is fetched at once, so that whoever named it hears what is wrong with it.
    ///
    /// # Errors
    /// The metadata can't be fetched or read.
    pub async fn read(change: &mut SsoStrategyChange, refresh: &MetadataRefresh, now: Timestamp) -> Result<Self> {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        if let Some(xml) = given(change.saml_provider_metadata_content.take()) {
            let read = saml::read_metadata(xml.into_bytes(), now);
            let provider = read.map_err(|why| Error::invalid(format!("saml_provider_metadata_content: {why}.")))?;
            return Ok(Self { provider: Some(provider), fetched: None });
        }
        let Some(url) = given(change.saml_provider_metadata_url.clone()) else { return Ok(Self::default()) };
        let read = refresh.first(url.trim(), now).await;
        let (provider, etag) = read.map_err(|why| Error::invalid(format!("saml_provider_metadata_url: {why}.")))?;
        Ok(Self { provider: Some(provider), fetched: Some(Fetched { etag }) })
    }

    /// Notes that it was fetched, once the connection is saved.
    ///
    /// # Errors
    /// The database fails.
    pub async fn note(
        fetched: Option<Fetched>,
        connection: &DirectoryConnection,
        refresh: &MetadataRefresh,
        now: Timestamp,
    ) -> Result<()> {
        match fetched {
            Some(Fetched { etag }) => Ok(refresh.note(connection, etag, now).await?),
            None => Ok(()),
        }
    }
}

/// Fetches the metadata of a connection now, instead of at its next time.
#[utoipa::path(
    post,
    path = "/{id}/metadata_refresh",
    tag = "sso_strategies",
    operation_id = "sso_strategies_refresh_metadata",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The connection, and how it went", body = SsoStrategy)),
)]
pub async fn refresh(
    State(connections): State<Connections>,
    State(users): State<Users>,
    State(log): State<SamlMetadataLog>,
    State(refresh): State<MetadataRefresh>,
    State(clock): State<Arc<dyn Clock>>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<SsoStrategy>> {
    caller.site_admin()?;
    let id = ConnectionId(id);
    let connection = connections.find(id).await?.ok_or_else(Error::not_found)?;
    if connection.settings.saml.metadata_url.is_none() {
        return Err(Error::invalid("This connection has no address for its metadata."));
    }
    refresh.refresh(&connection, clock.now()).await?;
    let connection = connections.find(id).await?.ok_or_else(Error::not_found)?;
    let people = count(&users, id).await?;
    Ok(Json(SsoStrategy::of(connection, people, log.find(id).await?)))
}

//! `GET /saml/metadata`: what a directory's administrator needs to know of this site.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;
use keyfold_identity::Error;
use keyfold_saml::{authn_request::name_id_format, metadata};

use super::{ServiceProvider, certificates, notice::Notice};

/// The media type of metadata (SAML metadata 2.0, appendix A).
const MEDIA_TYPE: &str = "application/samlmetadata+xml";

pub(super) async fn find(State(provider): State<ServiceProvider>) -> Response {
    match describe(&provider).await {
        Ok(site) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], site.to_xml()).into_response(),
        Err(error) => Notice::from(error).into_response(),
    }
}

async fn describe(provider: &ServiceProvider) -> Result<metadata::ServiceProvider, Error> {
    let mut enabled = provider.connections.list().await?;
    enabled.retain(|connection| connection.settings.enabled);
    Ok(metadata::ServiceProvider {
        entity_id: provider.address.sp_entity_id(),
        acs_url: provider.address.acs_url(),
        name_id_format: name_id_format::EMAIL_ADDRESS.to_owned(),
        logout_url: Some(provider.address.slo_url()),
        certificates: certificates(&provider.keyring.at_least_one().await?),
        // One document for all directories: one that reads here that requests are signed refuses those that are not.
        requests_signed: !enabled.is_empty() && enabled.iter().all(|connection| connection.settings.saml.sign_requests),
    })
}

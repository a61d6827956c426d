//! `GET /saml/metadata`: what a directory's administrator needs to know of this site.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;
use keyfold_saml::{authn_request::name_id_format, metadata};

use super::ServiceProvider;

/// The media type of metadata (SAML metadata 2.0, appendix A).
const MEDIA_TYPE: &str = "application/samlmetadata+xml";

pub(super) async fn find(State(provider): State<ServiceProvider>) -> Response {
    let site = metadata::ServiceProvider {
        entity_id: provider.address.sp_entity_id(),
        acs_url: provider.address.acs_url(),
        name_id_format: name_id_format::EMAIL_ADDRESS.to_owned(),
        logout_url: None,
        certificates: Vec::new(),
    };
    ([(header::CONTENT_TYPE, MEDIA_TYPE)], site.to_xml()).into_response()
}

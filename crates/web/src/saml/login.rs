//! `GET /saml/login/{connection}`: sends the browser to the directory (SAML bindings 3.4, HTTP-Redirect).

use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Redirect, Response},
};
use http::header;
use keyfold_identity::{DirectoryConnection, Error};
use keyfold_model::ConnectionId;
use keyfold_saml::authn_request::{AuthnRequest, Reauthentication};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{ReturnPath, ServiceProvider, binding, notice::Notice, verification};

pub(super) async fn begin(
    State(provider): State<ServiceProvider>,
    Path(connection): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let return_path = query.as_deref().and_then(return_path);
    let sent = match connection.parse() {
        Ok(id) => send(&provider, ConnectionId(id), return_path).await,
        Err(_) => Err(Notice::no_such_directory()),
    };
    sent.unwrap_or_else(Notice::into_response)
}

/// The address of this endpoint for a connection.
pub(super) fn path(connection: ConnectionId, return_path: Option<&ReturnPath>) -> String {
    let path = format!("/saml/login/{connection}");
    match return_path {
        Some(to) => format!("{path}?return_to={}", utf8_percent_encode(to.as_str(), NON_ALPHANUMERIC)),
        None => path,
    }
}

fn return_path(query: &str) -> Option<ReturnPath> {
    let (_, value) = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "return_to")?;
    ReturnPath::parse(&value)
}

/// Begins a request, binds it to the browser by a cookie, and sends the browser off. Where the person wants to go is kept
/// here, not sent along: so the directory neither learns the names of folders nor can change them.
async fn send(
    provider: &ServiceProvider,
    connection: ConnectionId,
    return_path: Option<ReturnPath>,
) -> Result<Response, Notice> {
    let directory = provider.connections.find(connection).await?;
    let directory = directory.filter(|found| found.settings.enabled).ok_or_else(Notice::no_such_directory)?;
    let begun = provider.requests.begin(connection, return_path.map(|path| path.to_string())).await?;
    let now = provider.clock.now();
    let request = AuthnRequest {
        id: begun.id.clone(),
        issue_instant: verification::moment(now),
        issuer: provider.address.sp_entity_id(),
        destination: sign_in_address(&directory)?,
        acs_url: provider.address.acs_url(),
        // Left to the directory: several refuse a request that names another format than they are set to.
        name_id_format: None,
        reauthentication: Reauthentication::Optional,
    };
    let url = request.redirect_url(None, None).map_err(|error| {
        tracing::error!(connection = connection.0, %error, "nobody can be sent to this directory");
        Notice::not_set_up()
    })?;
    let cookie = binding::set(&begun, now).ok_or(Error::Interrupted)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&url)).into_response())
}

fn sign_in_address(directory: &DirectoryConnection) -> Result<String, Notice> {
    directory.settings.saml.sso_url.clone().ok_or_else(Notice::not_set_up)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_wanted_survives_the_address_of_the_endpoint() {
        let wanted = ReturnPath::parse("/files/R&D?sort=name#row").expect("a path");
        let address = path(ConnectionId(7), Some(&wanted));
        let (_, query) = address.split_once('?').expect("a query");
        assert_eq!(return_path(query), Some(wanted));
        assert_eq!(return_path("return_to=%2F%2Fevil.example"), None);
    }
}

//! `GET /saml/login/{connection}`: sends the browser to the directory (SAML bindings 3.4, HTTP-Redirect).

use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, header};
use keyfold_identity::{DirectoryConnection, RequestOrigin};
use keyfold_model::{ConnectionId, Secret};
use keyfold_saml::authn_request::{AuthnRequest, Reauthentication};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{ReturnPath, ServiceProvider, binding, notice::Notice, verification};

pub(super) async fn begin(
    State(provider): State<ServiceProvider>,
    Path(connection): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let asked = Asked {
        return_path: return_path(&query),
        origin: [RequestOrigin::Tile, RequestOrigin::Approval]
            .into_iter()
            .find(|origin| query.split('&').any(|pair| Some(pair) == word(*origin)))
            .unwrap_or(RequestOrigin::Page),
        cookie: binding::read(&headers),
    };
    let sent = match connection.parse() {
        Ok(id) => send(&provider, ConnectionId(id), asked).await,
        Err(_) => Err(Notice::no_such_directory()),
    };
    sent.unwrap_or_else(Notice::into_response)
}

/// What a browser came with.
struct Asked {
    return_path: Option<ReturnPath>,
    origin: RequestOrigin,
    cookie: Option<Secret<String>>,
}

/// What stands in the query where something else than a page of this site led here.
const fn word(origin: RequestOrigin) -> Option<&'static str> {
    match origin {
        RequestOrigin::Page => None,
        RequestOrigin::Tile => Some("from=tile"),
        RequestOrigin::Approval => Some("from=approval"),
    }
}

/// The address of this endpoint for a connection.
pub(crate) fn path(connection: ConnectionId, return_path: Option<&ReturnPath>, origin: RequestOrigin) -> String {
    let from = word(origin).map(str::to_owned);
    let to = return_path.map(|to| format!("return_to={}", utf8_percent_encode(to.as_str(), NON_ALPHANUMERIC)));
    let query: Vec<_> = [to, from].into_iter().flatten().collect();
    let path = format!("/saml/login/{connection}");
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

fn return_path(query: &str) -> Option<ReturnPath> {
    let (_, value) = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "return_to")?;
    ReturnPath::parse(&value)
}

/// Begins a request, binds it to the browser by a cookie, and sends the browser off. Where the person wants to go is kept
/// here, not sent along: so the directory neither learns the names of folders nor can change them.
async fn send(provider: &ServiceProvider, connection: ConnectionId, asked: Asked) -> Result<Response, Notice> {
    // The answer of the tile was answered with the cookie. A browser that comes without keeps none, and would be sent from
    // here to the directory and back for ever.
    if asked.origin == RequestOrigin::Tile && asked.cookie.is_none() {
        return Err(Notice::cookies_needed());
    }
    let directory = provider.connections.find(connection).await?;
    let directory = directory.filter(|found| found.settings.enabled).ok_or_else(Notice::no_such_directory)?;
    let relay_state = asked.return_path.map(|path| path.to_string());
    let begun = provider.requests.begin(connection, relay_state, asked.cookie, asked.origin).await?;
    let now = provider.clock.now();
    let request = AuthnRequest {
        id: begun.id.clone(),
        issue_instant: verification::moment(now),
        issuer: provider.address.sp_entity_id(),
        destination: sign_in_address(&directory)?,
        acs_url: provider.address.acs_url(),
        // Left to the directory unless an administrator says otherwise: several refuse a request that names another format
        // than they are set to.
        name_id_format: directory.settings.saml.name_id_format.clone(),
        reauthentication: if directory.settings.saml.force_authn || asked.origin == RequestOrigin::Approval {
            Reauthentication::Forced
        } else {
            Reauthentication::Optional
        },
    };
    let key = match directory.settings.saml.sign_requests {
        true => Some(provider.keyring.signing().await?),
        false => None,
    };
    let url = request.redirect_url(None, key.as_ref()).map_err(|error| {
        tracing::error!(connection = connection.0, %error, "nobody can be sent to this directory");
        Notice::not_set_up()
    })?;
    let cookie = binding::set(&begun.cookie, begun.expires_at.since(now))?;
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
        let address = path(ConnectionId(7), Some(&wanted), RequestOrigin::Tile);
        let (_, query) = address.split_once('?').expect("a query");
        assert!(query.ends_with("&from=tile"), "{query}");
        assert_eq!(return_path(query), Some(wanted));
        assert_eq!(return_path("return_to=%2F%2Fevil.example"), None);
    }
}

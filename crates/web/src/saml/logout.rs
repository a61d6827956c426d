//! `/saml/logout`: single logout (SAML profile 4.4), both ways.
//!
//! Signing out here tells the directory, by [`leave`]; its answer comes back here. When somebody signs out there, its request
//! comes here, ends that person's web sessions, and is answered. What is not signed by the directory ends nothing.

use axum::{
    body::Bytes,
    extract::{RawQuery, State, rejection::BytesRejection},
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, StatusCode};
use keyfold_identity::{DirectoryConnection, Error, Origin, SamlSession};
use keyfold_model::{Interface, SessionId};
use keyfold_saml::{
    logout::{Expectation, Incoming, LogoutRequest, LogoutResponse, NameId, Outcome},
    redirect::{Direction, Message},
    response::{self, Check},
};

use super::{
    ServiceProvider, form,
    notice::Notice,
    refusal::{Attempt, Reason},
    verification::{self, moment, off_thread},
};
use crate::{caller::Visitor, serve::Farewell};

/// Where the browser goes to sign out at the directory too, for the session that is about to end here; nowhere for one that
/// no directory began, or whose directory has no single logout.
///
/// # Errors
/// The database fails, or the request can't be signed.
pub async fn leave(provider: &ServiceProvider, session: SessionId) -> Result<Option<String>, Error> {
    let Some(began) = provider.logouts.began(session).await? else { return Ok(None) };
    let Some(connection) = provider.connections.find(began.connection).await? else { return Ok(None) };
    let saml = &connection.settings.saml;
    let destination = saml.slo_url.clone().filter(|_| connection.settings.enabled && !saml.sign_out_here_only);
    let Some(destination) = destination else { return Ok(None) };
    let SamlSession { name_id, name_id_format, name_qualifier, sp_name_qualifier, session_index, .. } = began;
    let key = provider.keyring.signing().await?;
    let request = LogoutRequest {
        id: provider.logouts.begin(connection.id).await?,
        issue_instant: moment(provider.clock.now()),
        issuer: provider.address.sp_entity_id(),
        destination,
        name_id: NameId { value: name_id, format: name_id_format, name_qualifier, sp_name_qualifier },
        session_index,
    };
    match request.redirect_url(&key) {
        Ok(url) => Ok(Some(url)),
        Err(error) => {
            tracing::error!(connection = connection.id.0, %error, "nobody can be sent to sign out at this directory");
            Ok(None)
        }
    }
}

pub(super) async fn by_redirect(
    State(provider): State<ServiceProvider>,
    visitor: Visitor,
    farewell: Farewell,
    RawQuery(query): RawQuery,
) -> Response {
    let message = Message::read(&query.unwrap_or_default()).map(Incoming::Redirect).map_err(Reason::Rejected);
    receive(&provider, message, &visitor.origin(Interface::Web), &farewell).await
}

pub(super) async fn by_post(
    State(provider): State<ServiceProvider>,
    visitor: Visitor,
    farewell: Farewell,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let message = form::Fields::read(&headers, body).and_then(|fields| {
        let (direction, message) = match (fields.request, fields.response) {
            (Some(message), None) => (Direction::Request, message),
            (None, Some(message)) => (Direction::Response, message),
            _ => return Err(Reason::Form("a field SAMLRequest or SAMLResponse")),
        };
        let xml = response::decode(message.as_bytes()).map_err(Reason::Rejected)?;
        Ok(Incoming::Post { direction, xml, relay_state: fields.relay_state })
    });
    receive(&provider, message, &visitor.origin(Interface::Web), &farewell).await
}

async fn receive(
    provider: &ServiceProvider,
    message: Result<Incoming, Reason>,
    origin: &Origin,
    farewell: &Farewell,
) -> Response {
    let mut attempt = Attempt::default();
    let done = match message {
        Ok(message) => match message.direction() {
            Direction::Request => end(provider, &mut attempt, message, origin, farewell).await,
            Direction::Response => finish(provider, &mut attempt, message).await,
        },
        Err(reason) => Err(reason),
    };
    match done {
        Ok(response) => response,
        Err(reason) => match attempt.ignore_logout(provider, &reason, origin).await {
            Ok(()) => not_taken(&reason).into_response(),
            Err(error) => Notice::from(error).into_response(),
        },
    }
}

/// The directory says that somebody signed out there. All of their sessions here end, or those that it names, and the browser
/// goes back with our answer.
async fn end(
    provider: &ServiceProvider,
    attempt: &mut Attempt,
    message: Incoming,
    origin: &Origin,
    farewell: &Farewell,
) -> Result<Response, Reason> {
    let claimed = message.claim().map_err(Reason::Rejected)?;
    let issuer = claimed.issuer.as_deref();
    let mut from = provider.connections.list().await?;
    from.retain(|found| {
        found.settings.enabled && issuer.is_some() && found.settings.saml.idp_entity_id.as_deref() == issuer
    });
    let relay_state = message.relay_state().map(str::to_owned);
    let now = moment(provider.clock.now());
    let mut said = Err(Reason::rejected(Check::Issuer, "the identity provider of a connection", issuer));
    // Several connections may share an identity provider: its word is about the people of each whose keys it stands up to.
    for connection in from {
        let (expect, message) = (expectation(provider, &connection).await?, message.clone());
        match off_thread(move || message.request(&expect, now)).await {
            Ok(word) => {
                let (name, indexes) = (&word.name_id.value, &word.session_indexes);
                let _spared = farewell.spare();
                provider.logouts.end(&connection, name, indexes, origin.remote_ip).await?;
                said = Ok((word, connection));
            }
            Err(reason) if said.is_err() => {
                attempt.connection = Some(connection);
                said = Err(reason);
            }
            Err(_) => {}
        }
    }
    let (said, connection) = said?;
    let saml = &connection.settings.saml;
    let Some(destination) = saml.slo_response_url.clone().or_else(|| saml.slo_url.clone()) else {
        return Ok(signed_out().into_response());
    };
    let answer = LogoutResponse {
        id: provider.logouts.new_id()?,
        issue_instant: now,
        issuer: provider.address.sp_entity_id(),
        destination,
        in_response_to: said.id,
        outcome: Outcome::SignedOut,
    };
    let key = provider.keyring.signing().await?;
    Ok(match answer.redirect_url(relay_state.as_deref(), &key) {
        Ok(url) => Redirect::to(&url).into_response(),
        Err(error) => {
            tracing::error!(connection = connection.id.0, %error, "this directory's logout can't be answered");
            signed_out().into_response()
        }
    })
}

/// The directory's answer to our request. The person is signed out here in any case; it tells whether they are there too.
async fn finish(provider: &ServiceProvider, attempt: &mut Attempt, message: Incoming) -> Result<Response, Reason> {
    let claimed = message.claim().map_err(Reason::Rejected)?;
    let request_id = claimed.in_response_to.unwrap_or_default();
    let waited = provider.logouts.take(&request_id).await?;
    let connection = match waited {
        Some(id) => provider.connections.find(id).await?,
        None => None,
    };
    let Some(connection) = connection else {
        return Err(Reason::rejected(Check::InResponseTo, "a logout request that waits", Some(&request_id)));
    };
    let expect = expectation(provider, &connection).await?;
    attempt.connection = Some(connection);
    off_thread(move || message.response(&request_id, &expect)).await?;
    Ok(Redirect::to("/").into_response())
}

async fn expectation(provider: &ServiceProvider, connection: &DirectoryConnection) -> Result<Expectation, Reason> {
    let saml = &connection.settings.saml;
    Ok(Expectation {
        idp_entity_id: saml.idp_entity_id.clone().unwrap_or_default(),
        certificates: verification::certificates(saml).map_err(Reason::Rejected)?,
        slo_url: provider.address.slo_url(),
        decryption_keys: provider.keyring.all().await?,
        clock_skew: response::Expectation::CLOCK_SKEW,
    })
}

fn signed_out() -> Notice {
    Notice::new(
        StatusCode::OK,
        "You are signed out",
        "Your company directory signed you out, and so did this site.",
        "Close this page, or sign in again.",
    )
}

fn not_taken(reason: &Reason) -> Notice {
    let half = matches!(reason, Reason::Rejected(rejection) if rejection.check == Check::Status);
    let notice = if matches!(reason, Reason::Failed(_)) {
        Notice::unavailable()
    } else if half {
        Notice::new(
            StatusCode::OK,
            "You are signed out here",
            "Your company directory answered that it could not sign you out everywhere.",
            "Close your browser if others use it.",
        )
    } else {
        Notice::new(
            StatusCode::FORBIDDEN,
            "This logout message could not be verified",
            "This site could not make sure that the message comes from your company directory. It changed nothing.",
            "If you want to sign out, do so here.",
        )
    };
    Notice { reference: Some(reason.failure_type()), ..notice }
}

//! `POST /saml/consume`, the Assertion Consumer Service: a directory's answer becomes a session, or a page that says why not.

use std::time::Duration;

use axum::{
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, header};
use keyfold_identity::{
    Answer, Answered, AssertionUse, DirectoryConnection, Error, FactorKind, Origin, RequestOrigin, SamlRequest,
    WebRound,
};
use keyfold_model::{Interface, Secret, Timestamp};
use keyfold_saml::response::{Check, InResponseTo, Peek, Verified};

use super::{
    ReturnPath, ServiceProvider, binding,
    form::Form,
    login,
    refusal::{Attempt, Reason},
    verification::{self, Parties},
};
use crate::caller::{Visitor, cookie};

/// How far off the directory's clock may be.
const CLOCK_SKEW: Duration = Duration::from_secs(60);
/// How long the cookie lives that a browser gets with the first round of a tile: long enough to come back with it.
const COOKIE_LIFETIME: Duration = Duration::from_secs(15 * 60);

pub(super) async fn consume(
    State(provider): State<ServiceProvider>,
    visitor: Visitor,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let origin = visitor.origin(Interface::Web);
    let mut attempt = Attempt::default();
    match sign_in(&provider, &mut attempt, &headers, body, &origin).await {
        Ok(response) => response,
        Err(reason) => attempt.refuse(&provider, reason, &origin).await.into_response(),
    }
}

async fn sign_in(
    provider: &ServiceProvider,
    attempt: &mut Attempt,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
    origin: &Origin,
) -> Result<Response, Reason> {
    let form = Form::read(headers, body)?;
    attempt.return_path = form.relay_state.as_deref().and_then(ReturnPath::parse);
    attempt.response = Some(form.response.clone());
    let claimed = verification::peek(&form.response).await?;
    let connection = attempt.connection.insert(connection_of(provider, &claimed).await?).clone();
    if !connection.settings.enabled {
        return Err(Reason::ConnectionOff);
    }
    let question = match &claimed.in_response_to {
        Some(request_id) => InResponseTo::Solicited { request_id: request_id.clone() },
        None => InResponseTo::Unsolicited,
    };
    let now = provider.clock.now();
    let keys = provider.keyring.all().await?;
    let parties = Parties { connection: &connection, site: &provider.address, keys };
    let verified = verification::verify(form.response, parties, question.clone(), now).await?;
    attempt.name_id = Some(verified.name_id.value.clone());
    let mut purpose = Purpose::Enter;
    match question {
        InResponseTo::Solicited { request_id } => {
            let request = answered(provider, &connection, &request_id, headers, &verified).await?;
            // Kept here since the sign-in began: what came along with the answer could have been changed on the way.
            attempt.return_path = request.relay_state.as_deref().and_then(ReturnPath::parse);
            purpose = Purpose::of(&request, &verified)?;
        }
        InResponseTo::Unsolicited if connection.settings.saml.take_unsolicited => {
            taken_once(provider, &connection, &verified).await?;
        }
        InResponseTo::Unsolicited => return ask(provider, &connection, attempt.return_path.as_ref(), headers).await,
    }
    let identity = verification::identity(&verified, &connection.settings.saml);
    let signed_in = provider.authenticator.saml(connection.id, identity, origin.clone()).await;
    match signed_in.map_err(Reason::Denied)? {
        WebRound::SignedIn(signed_in, token) => {
            if purpose == Purpose::Approve {
                provider.approvals.admit_browser(&signed_in.session).await?;
            }
            attempt.keep_success(provider, signed_in.session.user(), origin).await?;
            enter(&token, attempt.return_path.take().unwrap_or_default())
        }
        WebRound::FactorWanted { ticket, methods } => Ok(go_on("code", &ticket, &methods)),
        WebRound::EnrolmentWanted { ticket } => Ok(go_on("enrol", &ticket, &[])),
        // Directory people have no password here.
        WebRound::NewPasswordWanted { ticket } => Ok(go_on("password", &ticket, &[])),
    }
}

/// What somebody signs in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// To be in.
    Enter,
    /// To let a sign-in on another protocol in, too.
    Approve,
}

impl Purpose {
    /// Whoever wants to approve has proven themselves after they were asked to, and not by what their browser held before
    /// (SAML core 3.4.1.2): a directory that ignores ForceAuthn is found out by the time that it states.
    fn of(request: &SamlRequest, verified: &Verified) -> Result<Self, Reason> {
        if request.origin != RequestOrigin::Approval {
            return Ok(Self::Enter);
        }
        let asked = verification::moment(request.created_at.before(CLOCK_SKEW));
        match verified.authn_instant {
            Some(at) if at >= asked => Ok(Self::Approve),
            _ => Err(Reason::NotAfresh),
        }
    }
}

/// The connection that an answer is to be verified against: that of the request which it claims to answer, else that of the
/// identity provider which it claims to be from. Either claim can only choose whose keys it has to stand up to.
async fn connection_of(provider: &ServiceProvider, claimed: &Peek) -> Result<DirectoryConnection, Reason> {
    if let Some(id) = &claimed.in_response_to
        && let Some(request) = provider.requests.find(id).await?
        && let Some(connection) = provider.connections.find(request.connection).await?
    {
        return Ok(connection);
    }
    let issuer = claimed.issuer.as_deref().map(str::trim);
    let mut from: Vec<_> = provider.connections.list().await?;
    from.retain(|connection| issuer.is_some() && connection.settings.saml.idp_entity_id.as_deref() == issuer);
    // Several may share an identity provider: one that is on comes before those that are off.
    from.sort_by_key(|connection| !connection.settings.enabled);
    let first = from.into_iter().next();
    first.ok_or_else(|| Reason::rejected(Check::Issuer, "the identity provider of a connection", issuer))
}

/// Takes the request out: once, in its own browser, in time.
async fn answered(
    provider: &ServiceProvider,
    connection: &DirectoryConnection,
    request_id: &str,
    headers: &HeaderMap,
    verified: &Verified,
) -> Result<SamlRequest, Reason> {
    let cookie = binding::read(headers);
    let answer = Answer {
        request_id,
        cookie: cookie.as_ref(),
        connection: connection.id,
        assertion_id: &verified.assertion_id,
        expires_at: end_of(verified),
    };
    match provider.requests.answer(answer).await? {
        Answered::Taken(request) => Ok(request),
        Answered::Replay => Err(Reason::Replay),
        Answered::Expired => Err(Reason::Expired),
        Answered::OtherBrowser => Err(Reason::OtherBrowser),
        Answered::NotAsked => Err(Reason::rejected(Check::InResponseTo, "a request that waits", Some(request_id))),
    }
}

async fn taken_once(
    provider: &ServiceProvider,
    connection: &DirectoryConnection,
    verified: &Verified,
) -> Result<(), Reason> {
    match provider.requests.use_assertion(connection.id, &verified.assertion_id, end_of(verified)).await? {
        AssertionUse::First => Ok(()),
        AssertionUse::Replay => Err(Reason::Replay),
    }
}

fn end_of(verified: &Verified) -> Timestamp {
    Timestamp(verified.not_on_or_after.as_microsecond())
}

/// The portal's tile: an answer that nobody asked for is not taken, as it could be somebody else's, planted in this browser.
/// The directory is asked instead, which the person, signed in there, does not see.
///
/// A directory that answers every question like that would send the browser round in circles: after the second round there
/// is a page instead.
async fn ask(
    provider: &ServiceProvider,
    connection: &DirectoryConnection,
    return_path: Option<&ReturnPath>,
    headers: &HeaderMap,
) -> Result<Response, Reason> {
    const ROUNDS: i64 = 2;
    let cookie = match binding::read(headers) {
        Some(cookie) if provider.requests.recent_tiles(connection.id, &cookie).await? >= ROUNDS => {
            return Err(Reason::AnswersNoQuestion);
        }
        Some(cookie) => cookie,
        None => provider.requests.new_cookie()?,
    };
    let cookie = binding::set(&cookie, COOKIE_LIFETIME)?;
    let path = login::path(connection.id, return_path, RequestOrigin::Tile);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&path)).into_response())
}

/// The sign-in page goes on with the second factor. The ticket stands in the fragment: no server, proxy or Referer sees it.
fn go_on(wanted: &str, ticket: &Secret<String>, methods: &[FactorKind]) -> Response {
    let methods: Vec<_> = methods.iter().map(|kind| kind.name()).collect();
    Redirect::to(&format!("/sign-in#wanted={wanted}&methods={}&ticket={}", methods.join(","), ticket.expose()))
        .into_response()
}

/// The request cookie stays: another tab of this browser may be signing in as well.
fn enter(token: &Secret<String>, return_path: ReturnPath) -> Result<Response, Reason> {
    let session = cookie::set(token.expose()).map_err(|_| Error::Interrupted)?;
    Ok(([(header::SET_COOKIE, session)], Redirect::to(return_path.as_str())).into_response())
}

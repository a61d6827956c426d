//! Signs in with user name and password.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use keyfold_identity::{Authenticator, FactorKind, WebRound, WebSignIn};
use keyfold_model::{Interface, Secret};

use super::{NewSession, Session};
use crate::{
    Error, Result,
    caller::{Visitor, cookie},
    error::{Kind, PartialSession},
    input::Input,
};

/// Signs in with user name and password, in two rounds where a second factor is wanted. The answer's `id` goes into
/// `X-FilesAPI-Auth`; browsers get it as a cookie, too.
#[utoipa::path(
    post,
    path = "",
    tag = "sessions",
    operation_id = "sessions_create",
    request_body = NewSession,
    responses(
        (status = 201, description = "The session", body = Session),
        (status = 401, description = "Refused, or more is wanted, with `data` to go on with", body = crate::error::ErrorBody),
    ),
    security(()),
)]
pub async fn create(
    State(authenticator): State<Authenticator>,
    visitor: Visitor,
    Input(new): Input<NewSession>,
) -> Result<Response> {
    let origin = visitor.origin(Interface::Web);
    let round = match (new.username, new.password, new.partial_session_id, new.otp) {
        (Some(username), Some(password), None, None) => {
            authenticator.web_password(&username, Secret::new(password), origin).await?
        }
        (None, None, Some(ticket), Some(code)) => authenticator.web_answer(&Secret::new(ticket), &code, origin).await?,
        _ => return Err(Error::invalid("Send username and password, or partial_session_id and otp.")),
    };
    answer(round)
}

/// The answer to a round: the session, or what is wanted next.
pub fn answer(round: WebRound) -> Result<Response> {
    let (kind, message, ticket, methods) = match round {
        WebRound::SignedIn(sign_in, token) => return signed_in(&sign_in, &token),
        WebRound::FactorWanted { ticket, methods } => {
            let message = "A second factor is wanted: send its code.";
            (Kind::TwoFactorAuthentication, message, ticket, methods)
        }
        WebRound::EnrolmentWanted { ticket } => {
            let message = "This site wants a second factor of you: set one up first.";
            (Kind::TwoFactorAuthenticationSetup, message, ticket, Vec::new())
        }
        WebRound::NewPasswordWanted { ticket } => {
            let message = "Your password has expired: choose another one.";
            (Kind::PasswordExpired, message, ticket, Vec::new())
        }
    };
    let methods = methods.into_iter().map(FactorKind::name).collect();
    let data =
        PartialSession { partial_session_id: ticket.expose().clone(), two_factor_authentication_methods: methods };
    Err(Error::new(kind, message).with_partial_session(data))
}

/// The answer to a sign-in: the session, and its cookie.
pub fn signed_in(sign_in: &WebSignIn, token: &Secret<String>) -> Result<Response> {
    let session = Session::of(sign_in, token);
    let cookie = cookie::set(token.expose()).map_err(Error::internal)?;
    let headers = [(header::SET_COOKIE, cookie), (header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"))];
    Ok((StatusCode::CREATED, headers, Json(session)).into_response())
}

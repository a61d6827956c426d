//! Signs in with user name and password.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use keyfold_identity::{Authenticator, WebSignIn};
use keyfold_model::{Interface, Secret};

use super::{NewSession, Session};
use crate::{
    Error, Result,
    caller::{Visitor, cookie},
    input::Input,
};

/// Signs in with user name and password. The answer's `id` goes into `X-FilesAPI-Auth`; browsers get it as a cookie, too.
#[utoipa::path(
    post,
    path = "",
    tag = "sessions",
    operation_id = "sessions_create",
    request_body = NewSession,
    responses((status = 201, description = "The session", body = Session)),
    security(()),
)]
pub async fn create(
    State(authenticator): State<Authenticator>,
    visitor: Visitor,
    Input(new): Input<NewSession>,
) -> Result<Response> {
    let origin = visitor.origin(Interface::Web);
    let (sign_in, token) = authenticator.web_password(&new.username, Secret::new(new.password), origin).await?;
    signed_in(&sign_in, &token)
}

/// The answer to a sign-in: the session, and its cookie.
pub fn signed_in(sign_in: &WebSignIn, token: &Secret<String>) -> Result<Response> {
    let session = Session {
        id: token.expose().clone(),
        csrf_token: sign_in.csrf_token().to_owned(),
        user_id: sign_in.session.user().0,
    };
    let cookie = cookie::set(token.expose()).map_err(Error::internal)?;
    let headers = [(header::SET_COOKIE, cookie), (header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"))];
    Ok((StatusCode::CREATED, headers, Json(session)).into_response())
}

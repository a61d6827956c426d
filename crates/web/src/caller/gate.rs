//! The gate in front of every route that needs a proof.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::Method;
use keyfold_identity::Authenticator;
use keyfold_model::Interface;

use super::{Caller, Credential, TrustedProxies, Visitor, authentication_required};
use crate::{Error, Result, csrf};

/// Lets a request through with its [`Caller`], or answers why not. Stands in front of routes, so that no handler can forget it.
pub async fn require_caller(
    State(authenticator): State<Authenticator>,
    State(proxies): State<TrustedProxies>,
    mut request: Request,
    next: Next,
) -> Result<Response> {
    let credential = Credential::read(request.headers()).ok_or_else(authentication_required)?;
    let visitor = Visitor::of(&proxies, request.headers(), request.extensions());
    let caller = authenticate(&authenticator, credential, &visitor, request.method(), request.headers()).await?;
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

async fn authenticate(
    authenticator: &Authenticator,
    credential: Credential,
    visitor: &Visitor,
    method: &Method,
    headers: &http::HeaderMap,
) -> std::result::Result<Caller, Error> {
    match credential {
        Credential::ApiKey(key) => {
            let session = authenticator.api_key(None, &key, visitor.origin(Interface::RestApi)).await?;
            Ok(Caller { session, csrf_token: None })
        }
        Credential::SessionHeader(token) => {
            let sign_in = authenticator.web_cookie(&token, visitor.origin(Interface::Web)).await;
            let sign_in = sign_in.map_err(Error::of_session)?;
            Ok(Caller { session: sign_in.session, csrf_token: None })
        }
        Credential::SessionCookie(token) => {
            let sign_in = authenticator.web_cookie(&token, visitor.origin(Interface::Web)).await;
            let sign_in = sign_in.map_err(Error::of_session)?;
            csrf::check(method, headers, |token| sign_in.csrf_matches(token))?;
            let csrf_token = Some(sign_in.csrf_token().to_owned());
            Ok(Caller { session: sign_in.session, csrf_token })
        }
    }
}

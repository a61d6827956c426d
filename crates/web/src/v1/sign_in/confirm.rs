//! Puts the second factor in force that a sign-in wants.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::{StatusCode, header};
use keyfold_identity::{Authenticator, WebRound};
use keyfold_model::{FactorId, Interface, Secret};

use super::{ConfirmFirst, SignedIn};
use crate::{
    Error, Result,
    caller::{Visitor, cookie},
    input::Input,
    rest::sessions::{Session, answer},
};

/// Puts the second factor in force that was begun for this sign-in, and signs in.
#[utoipa::path(
    post,
    path = "/second_factor/confirm",
    tag = "sign_in",
    operation_id = "sign_in_confirm",
    request_body = ConfirmFirst,
    responses((status = 201, description = "The session and the recovery codes", body = SignedIn)),
    security(()),
)]
pub async fn confirm(
    State(authenticator): State<Authenticator>,
    visitor: Visitor,
    Input(first): Input<ConfirmFirst>,
) -> Result<Response> {
    let ticket = Secret::new(first.partial_session_id);
    let origin = visitor.origin(Interface::Web);
    let (round, codes) = authenticator.web_confirm(&ticket, FactorId(first.id), &first.code, origin).await?;
    let (sign_in, token) = match round {
        WebRound::SignedIn(sign_in, token) => (sign_in, token),
        more @ (WebRound::FactorWanted { .. }
        | WebRound::EnrolmentWanted { .. }
        | WebRound::NewPasswordWanted { .. }) => return answer(more),
    };
    let recovery_codes = codes.iter().flat_map(|codes| codes.iter()).map(str::to_owned).collect();
    let signed_in = SignedIn { session: Session::of(&sign_in, &token), recovery_codes };
    let cookie = cookie::set(token.expose()).map_err(Error::internal)?;
    let headers = [(header::SET_COOKIE, cookie), (header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"))];
    Ok((StatusCode::CREATED, headers, Json(signed_in)).into_response())
}

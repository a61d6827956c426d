//! Takes another password where the one before has expired.

use axum::{extract::State, response::Response};
use keyfold_identity::Authenticator;
use keyfold_model::{Interface, Secret};

use super::RenewPassword;
use crate::{
    Result,
    caller::Visitor,
    input::Input,
    rest::sessions::{Session, answer},
};

/// Takes another password in the place of one that has expired, and signs in.
#[utoipa::path(
    post,
    path = "/password",
    tag = "sign_in",
    operation_id = "sign_in_renew_password",
    request_body = RenewPassword,
    responses((status = 201, description = "The session", body = Session)),
    security(()),
)]
pub async fn renew_password(
    State(authenticator): State<Authenticator>,
    visitor: Visitor,
    Input(new): Input<RenewPassword>,
) -> Result<Response> {
    let (ticket, password) = (Secret::new(new.partial_session_id), Secret::new(new.password));
    answer(authenticator.web_renew_password(&ticket, password, visitor.origin(Interface::Web)).await?)
}

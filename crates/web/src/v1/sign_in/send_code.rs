//! Sends a code by mail.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Authenticator;
use keyfold_model::{Interface, Secret};

use super::Partial;
use crate::{Result, caller::Visitor, input::Input};

/// Sends a code to whoever has that second factor; to others nothing, with the same answer.
#[utoipa::path(
    post,
    path = "/send_code",
    tag = "sign_in",
    operation_id = "sign_in_send_code",
    request_body = Partial,
    responses((status = 204, description = "Where there is an address, a code is on its way")),
    security(()),
)]
pub async fn send_code(
    State(authenticator): State<Authenticator>,
    visitor: Visitor,
    Input(partial): Input<Partial>,
) -> Result<StatusCode> {
    let ticket = Secret::new(partial.partial_session_id);
    authenticator.web_send_code(&ticket, visitor.origin(Interface::Web)).await?;
    Ok(StatusCode::NO_CONTENT)
}

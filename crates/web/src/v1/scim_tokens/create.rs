//! Makes a token.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::ScimTokens;
use keyfold_model::ConnectionId;

use super::{NewScimToken, ScimToken};
use crate::{Result, caller::Caller, input::Input};

/// What a token is called where nothing is said.
const LABEL: &str = "SCIM";

/// Makes a token. It is shown this once.
#[utoipa::path(
    post,
    path = "",
    tag = "scim_tokens",
    operation_id = "scim_tokens_create",
    request_body = NewScimToken,
    responses((status = 201, description = "The token", body = ScimToken)),
)]
pub async fn create(
    State(tokens): State<ScimTokens>,
    caller: Caller,
    Input(new): Input<NewScimToken>,
) -> Result<(StatusCode, Json<ScimToken>)> {
    let admin = caller.site_admin()?;
    let label = new.label.filter(|label| !label.trim().is_empty()).unwrap_or_else(|| LABEL.to_owned());
    let expires_at = new.expires_at.map(|at| at.0);
    let issued = tokens.create(&admin, ConnectionId(new.sso_strategy_id), label, expires_at).await?;
    Ok((StatusCode::CREATED, Json(ScimToken::issued(issued))))
}

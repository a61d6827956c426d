//! Replaces a token.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::ScimTokens;
use keyfold_model::ScimTokenId;

use super::{ScimToken, ScimTokenRotation};
use crate::{Error, Result, caller::Caller, id::Id, input::Input};

/// Makes a new token beside the old one, so that there is no gap: both work until the old one expires. The new one is
/// shown this once.
#[utoipa::path(
    post,
    path = "/{id}/rotate",
    tag = "scim_tokens",
    operation_id = "scim_tokens_rotate",
    params(("id" = i64, Path)),
    request_body = ScimTokenRotation,
    responses((status = 201, description = "The new token", body = ScimToken)),
)]
pub async fn rotate(
    State(tokens): State<ScimTokens>,
    caller: Caller,
    Id(id): Id,
    Input(rotation): Input<ScimTokenRotation>,
) -> Result<(StatusCode, Json<ScimToken>)> {
    let admin = caller.site_admin()?;
    let old = tokens.find(ScimTokenId(id)).await?.ok_or_else(Error::not_found)?;
    let expires_at = rotation.expires_at.map(|at| at.0);
    let issued = tokens.create(&admin, old.connection, old.label, expires_at).await?;
    if let Some(at) = rotation.old_expires_at {
        tokens.set_expiry(&admin, old.id, at.0).await?;
    }
    Ok((StatusCode::CREATED, Json(ScimToken::issued(issued))))
}

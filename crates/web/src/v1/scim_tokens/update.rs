//! Changes a token.

use axum::{Json, extract::State};
use keyfold_identity::ScimTokens;
use keyfold_model::ScimTokenId;

use super::{ScimToken, ScimTokenChange};
use crate::{Error, Result, caller::Caller, id::Id, input::Input};

/// Moves the expiry of a token, or calls it something else.
#[utoipa::path(
    patch,
    path = "/{id}",
    tag = "scim_tokens",
    operation_id = "scim_tokens_update",
    params(("id" = i64, Path)),
    request_body = ScimTokenChange,
    responses((status = 200, description = "The token", body = ScimToken)),
)]
pub async fn update(
    State(tokens): State<ScimTokens>,
    caller: Caller,
    Id(id): Id,
    Input(change): Input<ScimTokenChange>,
) -> Result<Json<ScimToken>> {
    let (admin, id) = (caller.site_admin()?, ScimTokenId(id));
    if let Some(at) = change.expires_at {
        tokens.set_expiry(&admin, id, at.0).await?;
    }
    if let Some(label) = change.label.filter(|label| !label.trim().is_empty()) {
        tokens.relabel(&admin, id, label).await?;
    }
    let token = tokens.find(id).await?.ok_or_else(Error::not_found)?;
    Ok(Json(ScimToken::of(token)))
}

//! Revokes a token.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::ScimTokens;
use keyfold_model::ScimTokenId;

use crate::{Result, caller::Caller, id::Id};

/// Revokes a token: the next request with it is refused.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "scim_tokens",
    operation_id = "scim_tokens_revoke",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It works no more")),
)]
pub async fn revoke(State(tokens): State<ScimTokens>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    tokens.revoke(&caller.site_admin()?, ScimTokenId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

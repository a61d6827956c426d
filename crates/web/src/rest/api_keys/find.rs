//! Shows one of the API keys.

use axum::{Json, extract::State};
use keyfold_identity::ApiKeys;
use keyfold_model::ApiKeyId;

use super::ApiKey;
use crate::{Error, Result, caller::Caller, id::Id, names::Names};

/// Shows a key.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "api_keys",
    operation_id = "api_keys_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The key", body = ApiKey)),
)]
pub async fn find(State(keys): State<ApiKeys>, caller: Caller, mut names: Names, Id(id): Id) -> Result<Json<ApiKey>> {
    let key = keys.find(ApiKeyId(id)).await?.ok_or_else(Error::not_found)?;
    caller.may_see_credentials_of(Some(key.owner.0)).map_err(|_| Error::not_found())?;
    Ok(Json(ApiKey::of(key, &mut names).await?))
}

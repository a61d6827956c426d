//! Lists API keys.

use axum::extract::State;
use keyfold_identity::ApiKeys;

use super::{ApiKey, ApiKeyQuery};
use crate::{Result, caller::Caller, names::Names, page::Paged, query::Query};

/// Lists the keys of a person.
#[utoipa::path(
    get,
    path = "",
    tag = "api_keys",
    operation_id = "api_keys_list",
    params(ApiKeyQuery),
    responses((status = 200, description = "The keys", body = Vec<ApiKey>)),
)]
pub async fn list(
    State(keys): State<ApiKeys>,
    caller: Caller,
    mut names: Names,
    Query(query): Query<ApiKeyQuery>,
) -> Result<Paged<ApiKey>> {
    let owner = caller.may_see_credentials_of(query.user_id)?;
    let mut items = Vec::new();
    for key in keys.of_user(owner).await? {
        items.push(ApiKey::of(key, &mut names).await?);
    }
    Ok(Paged::whole(items))
}

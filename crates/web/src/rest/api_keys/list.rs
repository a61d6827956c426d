//! Lists the keys of a person.

use super::{ApiKey, ApiKeyQuery};
use crate::{Error, Result, caller::Caller, page::{Page, Paged}, query::Query};

/// Lists the keys of a person.
#[utoipa::path(
    get,
    path = "",
    tag = "api_keys",
    operation_id = "api_keys_list",
    params(ApiKeyQuery, Page),
    responses((status = 200, description = "Lists the keys of a person", body = Vec<ApiKey>)),
)]
pub async fn list(caller: Caller, Query(query): Query<ApiKeyQuery>) -> Result<Paged<ApiKey>> {
    let _ = (caller, query);
    Err(Error::not_built("this"))
}

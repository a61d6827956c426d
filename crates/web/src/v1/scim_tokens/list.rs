//! Lists tokens, with their last use.

use super::{ScimToken, ScimTokenQuery};
use crate::{Error, Result, caller::Caller, page::Paged, query::Query};

/// Lists tokens, with their last use.
#[utoipa::path(
    get,
    path = "",
    tag = "scim_tokens",
    operation_id = "scim_tokens_list",
    params(ScimTokenQuery),
    responses((status = 200, description = "Lists tokens, with their last use", body = Vec<ScimToken>)),
)]
pub async fn list(caller: Caller, Query(query): Query<ScimTokenQuery>) -> Result<Paged<ScimToken>> {
    let _ = (caller, query);
    Err(Error::not_built("this"))
}

//! Lists the keys of a person.

use super::{PublicKey, PublicKeyQuery};
use crate::{Error, Result, caller::Caller, page::{Page, Paged}, query::Query};

/// Lists the keys of a person.
#[utoipa::path(
    get,
    path = "",
    tag = "public_keys",
    operation_id = "public_keys_list",
    params(PublicKeyQuery, Page),
    responses((status = 200, description = "Lists the keys of a person", body = Vec<PublicKey>)),
)]
pub async fn list(caller: Caller, Query(query): Query<PublicKeyQuery>) -> Result<Paged<PublicKey>> {
    let _ = (caller, query);
    Err(Error::not_built("this"))
}

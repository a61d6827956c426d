//! Lists SSH keys.

use axum::extract::State;
use keyfold_identity::PublicKeys;

use super::{PublicKey, PublicKeyQuery};
use crate::{Result, caller::Caller, names::Names, page::Paged, query::Query};

/// Lists the keys of a person.
#[utoipa::path(
    get,
    path = "",
    tag = "public_keys",
    operation_id = "public_keys_list",
    params(PublicKeyQuery),
    responses((status = 200, description = "The keys", body = Vec<PublicKey>)),
)]
pub async fn list(
    State(keys): State<PublicKeys>,
    caller: Caller,
    mut names: Names,
    Query(query): Query<PublicKeyQuery>,
) -> Result<Paged<PublicKey>> {
    let owner = caller.may_see_credentials_of(query.user_id)?;
    let mut items = Vec::new();
    for key in keys.of_user(owner).await? {
        items.push(PublicKey::of(key, &mut names).await?);
    }
    Ok(Paged::whole(items))
}

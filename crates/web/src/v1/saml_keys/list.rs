//! Lists this site's SAML keys.

use axum::extract::State;
use keyfold_identity::SamlKeys;

use super::SamlKey;
use crate::{Result, caller::Caller, page::Paged, saml::Keyring};

/// Lists this site's SAML keys: the one that signs first, then those that are announced, then old ones.
#[utoipa::path(
    get,
    path = "",
    tag = "saml_keys",
    operation_id = "saml_keys_list",
    responses((status = 200, description = "The keys, without their private halves", body = Vec<SamlKey>)),
)]
pub async fn list(
    State(keys): State<SamlKeys>,
    State(keyring): State<Keyring>,
    caller: Caller,
) -> Result<Paged<SamlKey>> {
    caller.site_reader()?;
    keyring.at_least_one().await?;
    let shown: Result<Vec<_>> = keys.list().await?.into_iter().map(SamlKey::of).collect();
    Ok(Paged::whole(shown?))
}

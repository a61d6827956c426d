//! Announces a new SAML key.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::SamlKeys;

use super::SamlKey;
use crate::{Error, Result, caller::Caller, saml::Keyring};

/// Makes a new key and announces it: it stands in the metadata beside the one that signs, and what is encrypted for either is
/// opened.
#[utoipa::path(
    post,
    path = "",
    tag = "saml_keys",
    operation_id = "saml_keys_announce",
    responses((status = 201, description = "The new key", body = SamlKey)),
)]
pub async fn announce(
    State(keys): State<SamlKeys>,
    State(keyring): State<Keyring>,
    caller: Caller,
) -> Result<(StatusCode, Json<SamlKey>)> {
    let admin = caller.site_admin()?;
    keyring.at_least_one().await?;
    let id = keys.announce(&admin, keyring.make().await?).await?;
    let made = keys.list().await?.into_iter().find(|key| key.id == id).ok_or_else(Error::not_found)?;
    Ok((StatusCode::CREATED, Json(SamlKey::of(made)?)))
}

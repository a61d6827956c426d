//! Shows one of the SSH keys.

use axum::{Json, extract::State};
use keyfold_identity::PublicKeys;
use keyfold_model::PublicKeyId;

use super::PublicKey;
use crate::{Error, Result, caller::Caller, id::Id, names::Names};

/// Shows a key.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "public_keys",
    operation_id = "public_keys_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The key", body = PublicKey)),
)]
pub async fn find(
    State(keys): State<PublicKeys>,
    caller: Caller,
    mut names: Names,
    Id(id): Id,
) -> Result<Json<PublicKey>> {
    let key = keys.find(PublicKeyId(id)).await?.ok_or_else(Error::not_found)?;
    caller.may_see_credentials_of(Some(key.owner.0)).map_err(|_| Error::not_found())?;
    Ok(Json(PublicKey::of(key, &mut names).await?))
}

//! Takes one of the SSH keys away.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::PublicKeys;
use keyfold_model::PublicKeyId;

use crate::{Error, Result, caller::Caller, id::Id};

/// Takes a key away. The sessions that it began end before the answer.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "public_keys",
    operation_id = "public_keys_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It is gone")),
)]
pub async fn delete(State(keys): State<PublicKeys>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    let key = keys.find(PublicKeyId(id)).await?.ok_or_else(Error::not_found)?;
    caller.may_see_credentials_of(Some(key.owner.0)).map_err(|_| Error::not_found())?;
    keys.revoke(&caller.custody(Some(key.owner.0))?, key.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

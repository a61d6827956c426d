//! Retires a SAML key.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::SamlKeys;
use keyfold_model::SamlKeyId;

use crate::{Result, caller::Caller, id::Id};

/// Destroys a key that does not sign: it leaves the metadata, and what is encrypted for it can't be opened any more.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "saml_keys",
    operation_id = "saml_keys_retire",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It is gone")),
)]
pub async fn retire(State(keys): State<SamlKeys>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    keys.retire(&caller.site_admin()?, SamlKeyId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

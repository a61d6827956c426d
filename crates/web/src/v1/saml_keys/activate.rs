//! Has a SAML key sign.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::SamlKeys;
use keyfold_model::SamlKeyId;

use crate::{Result, caller::Caller, id::Id};

/// Has a key sign, once the directories have read the metadata. The one that did before still opens what is encrypted.
#[utoipa::path(
    post,
    path = "/{id}/activate",
    tag = "saml_keys",
    operation_id = "saml_keys_activate",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It signs")),
)]
pub async fn activate(State(keys): State<SamlKeys>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    keys.activate(&caller.site_admin()?, SamlKeyId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Makes an API key.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::{ApiKeys, NewApiKey as NewKey};

use super::{ApiKey, NewApiKey, PermissionSet};
use crate::{Result, caller::Caller, input::Input, names::Names, tree_path};

/// Makes a key. It is shown this once.
#[utoipa::path(
    post,
    path = "",
    tag = "api_keys",
    operation_id = "api_keys_create",
    request_body = NewApiKey,
    responses((status = 201, description = "The key", body = ApiKey)),
)]
pub async fn create(
    State(keys): State<ApiKeys>,
    caller: Caller,
    mut names: Names,
    Input(new): Input<NewApiKey>,
) -> Result<(StatusCode, Json<ApiKey>)> {
    let custody = caller.custody(new.user_id)?;
    let new = NewKey {
        name: new.name,
        permission_set: new.permission_set.unwrap_or(PermissionSet::Full).into(),
        path: new.path.as_deref().map(tree_path::parse).transpose()?,
        interfaces: Vec::new(),
        expires_at: new.expires_at.map(|at| at.0),
    };
    let issued = keys.create(&custody, new).await?;
    let mut key = ApiKey::of(issued.key, &mut names).await?;
    key.key = Some(issued.secret.expose().clone());
    Ok((StatusCode::CREATED, Json(key)))
}

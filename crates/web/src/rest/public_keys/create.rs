//! Adds an SSH key.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::{NewPublicKey as NewKey, PublicKeys};

use super::{NewPublicKey, PublicKey};
use crate::{Result, caller::Caller, input::Input, names::Names};

/// Adds a key.
#[utoipa::path(
    post,
    path = "",
    tag = "public_keys",
    operation_id = "public_keys_create",
    request_body = NewPublicKey,
    responses((status = 201, description = "The key", body = PublicKey)),
)]
pub async fn create(
    State(keys): State<PublicKeys>,
    caller: Caller,
    mut names: Names,
    Input(new): Input<NewPublicKey>,
) -> Result<(StatusCode, Json<PublicKey>)> {
    let custody = caller.custody(new.user_id)?;
    let expires_at = new.expires_at.map(|at| at.0);
    let new = NewKey { title: new.title, openssh: new.public_key, expires_at, addresses: new.allowed_ips };
    let key = keys.create(&custody, new).await?;
    Ok((StatusCode::CREATED, Json(PublicKey::of(key, &mut names).await?)))
}

//! Deletes an account.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Users;
use keyfold_model::UserId;

use crate::{Result, caller::Caller, id::Id};

/// Deletes an account: its sessions end before the answer, and its grants, memberships and keys are gone for good.
#[utoipa::path(
    delete,
    path = "/{id}",
    tag = "users",
    operation_id = "users_delete",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It is gone")),
)]
pub async fn delete(State(users): State<Users>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    users.delete(&caller.site_admin()?, UserId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Says whether the site waits for its first admin.

use axum::{Json, extract::State};
use keyfold_identity::Setup;

use super::SetupState;
use crate::{Error, Result};

/// Says whether the site waits for its first admin; not found when it has one.
#[utoipa::path(
    get,
    path = "",
    tag = "setup",
    operation_id = "setup_find",
    responses((status = 200, description = "It waits", body = SetupState)),
    security(()),
)]
pub async fn find(State(setup): State<Setup>) -> Result<Json<SetupState>> {
    if setup.is_waiting().await? { Ok(Json(SetupState { open: true })) } else { Err(Error::not_found()) }
}

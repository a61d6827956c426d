//! Shows how people may sign in over SSH.

use axum::{Json, extract::State};
use keyfold_identity::SshSite;

use super::SshSettings;
use crate::{Result, caller::Caller};

/// Shows how people may sign in over SSH.
#[utoipa::path(
    get,
    path = "",
    tag = "ssh_settings",
    operation_id = "ssh_settings_find",
    responses((status = 200, description = "What holds", body = SshSettings)),
)]
pub async fn find(State(ssh): State<SshSite>, caller: Caller) -> Result<Json<SshSettings>> {
    caller.site_reader()?;
    Ok(Json(ssh.settings().await?.into()))
}

//! Changes how people may sign in over SSH.

use axum::{Json, extract::State};
use keyfold_identity::SshSite;

use super::SshSettings;
use crate::{Result, caller::Caller, input::Input};

/// Changes how people may sign in over SSH: all of it at once. Sessions that a certificate began end before the answer.
#[utoipa::path(
    put,
    path = "",
    tag = "ssh_settings",
    operation_id = "ssh_settings_update",
    request_body = SshSettings,
    responses((status = 200, description = "What holds from now on", body = SshSettings)),
)]
pub async fn update(
    State(ssh): State<SshSite>,
    caller: Caller,
    Input(settings): Input<SshSettings>,
) -> Result<Json<SshSettings>> {
    Ok(Json(ssh.set(&caller.site_admin()?, settings.into()).await?.into()))
}

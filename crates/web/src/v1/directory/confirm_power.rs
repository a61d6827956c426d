//! Confirms that a directory group gives power.

use axum::extract::State;
use http::StatusCode;
use keyfold_identity::Powers;
use keyfold_model::{ConnectionId, GroupId};

use super::PowerChange;
use crate::{Error, Result, caller::Caller, id::Id, input::Input};

/// Confirms that this very group gives its members the power that a rule names it for. They have it at once, and the site
/// admins are written to.
#[utoipa::path(
    post,
    path = "/{id}/powers",
    tag = "directory",
    operation_id = "directory_confirm_power",
    params(("id" = i64, Path, description = "The connection")),
    request_body = PowerChange,
    responses((status = 204, description = "It is in force")),
)]
pub async fn confirm_power(
    State(powers): State<Powers>,
    caller: Caller,
    Id(id): Id,
    Input(change): Input<PowerChange>,
) -> Result<StatusCode> {
    let admin = caller.site_admin()?;
    let named = powers.of_connection(ConnectionId(id)).await?;
    if named.iter().all(|named| named.group.id != GroupId(change.group_id)) {
        return Err(Error::not_found());
    }
    powers.confirm(&admin, GroupId(change.group_id), change.power.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

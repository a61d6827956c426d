//! Takes power from a directory group.

use axum::extract::{Path, State};
use http::StatusCode;
use keyfold_identity::{Power, Powers};
use keyfold_model::{ConnectionId, GroupId};

use super::PowerName;
use crate::{Error, Result, caller::Caller};

/// Takes the power from the group. Its members lose it, with their sessions, before this returns.
#[utoipa::path(
    delete,
    path = "/{id}/powers/{group_id}/{power}",
    tag = "directory",
    operation_id = "directory_withdraw_power",
    params(
        ("id" = i64, Path, description = "The connection"),
        ("group_id" = i64, Path, description = "The group"),
        ("power" = inline(PowerName), Path, description = "What it makes of its members"),
    ),
    responses((status = 204, description = "It gives it no more")),
)]
pub async fn withdraw_power(
    State(powers): State<Powers>,
    caller: Caller,
    Path((id, group, power)): Path<(i64, i64, String)>,
) -> Result<StatusCode> {
    let admin = caller.site_admin()?;
    let power = Power::from_name(&power).ok_or_else(Error::not_found)?;
    let named = powers.of_connection(ConnectionId(id)).await?;
    if named.iter().all(|named| named.group.id != GroupId(group)) {
        return Err(Error::not_found());
    }
    powers.withdraw(&admin, GroupId(group), power).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Lists the directory groups that give power.

use axum::extract::State;
use keyfold_identity::Powers;
use keyfold_model::ConnectionId;

use super::DirectoryPower;
use crate::{Result, caller::Caller, id::Id, page::Paged};

/// Lists the groups that a rule of the connection names for a power, with whether a site admin has confirmed it. A group
/// that nobody confirmed gives nothing.
#[utoipa::path(
    get,
    path = "/{id}/powers",
    tag = "directory",
    operation_id = "directory_powers",
    params(("id" = i64, Path, description = "The connection")),
    responses((status = 200, description = "The groups, by name", body = Vec<DirectoryPower>)),
)]
pub async fn powers(State(powers): State<Powers>, caller: Caller, Id(id): Id) -> Result<Paged<DirectoryPower>> {
    caller.site_reader()?;
    let named = powers.of_connection(ConnectionId(id)).await?;
    Ok(Paged::whole(named.into_iter().map(DirectoryPower::of).collect()))
}

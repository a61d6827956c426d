//! Lists the directory connections.

use axum::extract::State;
use keyfold_identity::{Connections, SamlMetadataLog, Users};

use super::{SsoStrategy, count::count};
use crate::{Result, caller::Caller, page::Paged};

/// Lists the directory connections.
#[utoipa::path(
    get,
    path = "",
    tag = "sso_strategies",
    operation_id = "sso_strategies_list",
    responses((status = 200, description = "The connections, oldest first", body = Vec<SsoStrategy>)),
)]
pub async fn list(
    State(connections): State<Connections>,
    State(users): State<Users>,
    State(metadata): State<SamlMetadataLog>,
    caller: Caller,
) -> Result<Paged<SsoStrategy>> {
    caller.site_reader()?;
    let mut items = Vec::new();
    for connection in connections.list().await? {
        let people = count(&users, connection.id).await?;
        let refresh = metadata.find(connection.id).await?;
        items.push(SsoStrategy::of(connection, people, refresh));
    }
    Ok(Paged::whole(items))
}

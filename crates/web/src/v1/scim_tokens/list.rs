//! Lists tokens.

use axum::extract::State;
use keyfold_identity::{Connections, ScimTokens};
use keyfold_model::ConnectionId;

use super::{ScimToken, ScimTokenQuery};
use crate::{Result, caller::Caller, page::Paged, query::Query};

/// Lists tokens with their last use, oldest first, revoked ones too.
#[utoipa::path(
    get,
    path = "",
    tag = "scim_tokens",
    operation_id = "scim_tokens_list",
    params(ScimTokenQuery),
    responses((status = 200, description = "The tokens, without the secrets", body = Vec<ScimToken>)),
)]
pub async fn list(
    State(tokens): State<ScimTokens>,
    State(connections): State<Connections>,
    caller: Caller,
    Query(query): Query<ScimTokenQuery>,
) -> Result<Paged<ScimToken>> {
    caller.site_reader()?;
    let of: Vec<ConnectionId> = match query.sso_strategy_id {
        Some(id) => vec![ConnectionId(id)],
        None => connections.list().await?.into_iter().map(|connection| connection.id).collect(),
    };
    let mut items = Vec::new();
    for connection in of {
        items.extend(tokens.of_connection(connection).await?.into_iter().map(ScimToken::of));
    }
    Ok(Paged::whole(items))
}

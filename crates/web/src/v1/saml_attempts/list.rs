//! Lists the last answers of a directory.

use axum::extract::State;
use keyfold_identity::SamlAttempts;
use keyfold_model::ConnectionId;

use super::{SamlAttempt, SamlAttemptQuery};
use crate::{Result, caller::Caller, page::Paged, query::Query};

/// Lists the last ten answers of a directory, newest first.
#[utoipa::path(
    get,
    path = "",
    tag = "saml_attempts",
    operation_id = "saml_attempts_list",
    params(SamlAttemptQuery),
    responses((status = 200, description = "The answers, without their XML", body = Vec<SamlAttempt>)),
)]
pub async fn list(
    State(attempts): State<SamlAttempts>,
    caller: Caller,
    Query(query): Query<SamlAttemptQuery>,
) -> Result<Paged<SamlAttempt>> {
    caller.site_reader()?;
    let rows = attempts.of_connection(ConnectionId(query.sso_strategy_id)).await?;
    Ok(Paged::whole(rows.into_iter().map(SamlAttempt::in_list).collect()))
}

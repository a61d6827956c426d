//! Lists the SCIM log.

use axum::extract::State;
use keyfold_audit::{Log, scim_log};

use super::{ScimLog, ScimLogQuery};
use crate::{
    Result,
    caller::Caller,
    page::{Page, Paged},
    query::Query,
};

/// Lists what directories sent, newest first.
#[utoipa::path(
    get,
    path = "",
    tag = "scim_logs",
    operation_id = "scim_logs_list",
    params(ScimLogQuery, Page),
    responses((status = 200, description = "Requests of directories with what they did here", body = Vec<ScimLog>)),
)]
pub async fn list(
    State(log): State<Log>,
    caller: Caller,
    page: Page,
    Query(query): Query<ScimLogQuery>,
) -> Result<Paged<ScimLog>> {
    caller.site_reader()?;
    let rows = scim_log::search(log.db(), &query.into(), &page.keyset()?).await?;
    Ok(Paged::from(rows).map(ScimLog::of))
}

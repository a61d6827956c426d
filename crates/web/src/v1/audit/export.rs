//! Sends the audit log, as far as the filter goes, as CSV or JSON lines.

use axum::response::Response;

use super::ExportQuery;
use crate::{Error, Result, caller::Caller, query::Query, rest::history::HistoryQuery};

/// Sends the audit log, as far as the filter goes, as CSV or JSON lines.
#[utoipa::path(
    get,
    path = "/export",
    tag = "audit",
    operation_id = "audit_export",
    params(ExportQuery, HistoryQuery),
    responses((status = 200, description = "Sends the audit log, as far as the filter goes, as CSV or JSON lines", body = String)),
)]
pub async fn export(
    caller: Caller,
    Query(format): Query<ExportQuery>,
    Query(query): Query<HistoryQuery>,
) -> Result<Response> {
    let _ = (caller, format, query);
    Err(Error::not_built("this"))
}

//! Exports the audit log.

use axum::{body::Body, extract::State, response::Response};
use keyfold_audit::{Durability, Format, Log, Target, action};

use super::{ExportFormat, ExportQuery};
use crate::{
    Result,
    caller::Caller,
    export::{Form, attachment},
    query::Query,
    rest::history::HistoryQuery,
};

/// Sends the audit log, as far as the filter goes, as CSV or JSON lines. That it was exported is on record first.
#[utoipa::path(
    get,
    path = "/export",
    tag = "audit",
    operation_id = "audit_export",
    params(ExportQuery, HistoryQuery),
    responses((status = 200, description = "The rows, newest first", body = String)),
)]
pub async fn export(
    State(log): State<Log>,
    caller: Caller,
    Query(export): Query<ExportQuery>,
    Query(query): Query<HistoryQuery>,
) -> Result<Response> {
    caller.site_reader()?;
    let filter = query.filter()?;
    let mut event = caller.session().event(action::EXPORT);
    event.target = Some(Target { kind: "log", id: "audit".into(), name: "Audit log".into() });
    log.record(event, Durability::Disk).await?;
    let (format, form) = match export.format {
        ExportFormat::Csv => (Format::Csv, Form::Csv),
        ExportFormat::Jsonl => (Format::JsonLines, Form::JsonLines),
    };
    attachment("audit-log", form, Body::from_stream(log.export(filter, format)))
}

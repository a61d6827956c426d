//! Exports the SCIM log.

use axum::{body::Body, extract::State, response::Response};
use keyfold_audit::{Durability, Log, Target, action, scim_log};

use crate::{
    Result,
    caller::Caller,
    export::{Form, attachment},
    query::Query,
    rest::scim_logs::ScimLogQuery,
};

/// Sends the SCIM log, as far as the filter goes, as JSON lines. That it was exported is on record first.
#[utoipa::path(
    get,
    path = "/export",
    tag = "scim_logs",
    operation_id = "scim_logs_export",
    params(ScimLogQuery),
    responses((status = 200, description = "The requests with their answers, newest first", body = String)),
)]
pub async fn export(State(log): State<Log>, caller: Caller, Query(query): Query<ScimLogQuery>) -> Result<Response> {
    caller.site_reader()?;
    let mut event = caller.session().event(action::EXPORT);
    event.target = Some(Target { kind: "log", id: "scim".into(), name: "SCIM log".into() });
    log.record(event, Durability::Disk).await?;
    attachment("scim-log", Form::JsonLines, Body::from_stream(scim_log::export(log.db(), query.into())))
}

//! Exports who takes a seat.

use axum::{body::Body, extract::State, response::Response};
use keyfold_audit::{Durability, Log, Target, action};
use keyfold_identity::{Seats, Sitter};
use keyfold_model::UserId;

use crate::{
    Error, Result,
    caller::Caller,
    export::{Form, attachment},
};

const PAGE: i64 = 1_000;
const HEADINGS: [&str; 6] = ["username", "name", "active", "since", "last_signed_in_at", "held_until"];

/// Sends who takes a seat now, as CSV. That it was exported is on record first.
#[utoipa::path(
    get,
    path = "/export",
    tag = "seats",
    operation_id = "seats_export",
    responses((status = 200, description = "One line for each person", body = String)),
)]
pub async fn export(State(log): State<Log>, State(seats): State<Seats>, caller: Caller) -> Result<Response> {
    caller.site_reader()?;
    let mut event = caller.session().event(action::EXPORT);
    event.target = Some(Target { kind: "log", id: "seats".into(), name: "Seats".into() });
    log.record(event, Durability::Disk).await?;
    let mut lines = csv::Writer::from_writer(Vec::new());
    lines.write_record(HEADINGS).map_err(Error::internal)?;
    let mut last = UserId(0);
    loop {
        let page = seats.people(last, PAGE).await?;
        for sitter in &page {
            lines.write_record(fields(sitter)).map_err(Error::internal)?;
        }
        match page.last() {
            Some(sitter) => last = sitter.seat.user,
            None => break,
        }
    }
    let bytes = lines.into_inner().map_err(|error| Error::internal(error.into_error()))?;
    attachment("seats", Form::Csv, Body::from(bytes))
}

fn fields(sitter: &Sitter) -> [String; 6] {
    let moment = |at: Option<keyfold_model::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    [
        plain(&sitter.login),
        plain(sitter.display_name.as_deref().unwrap_or_default()),
        sitter.alive.to_string(),
        sitter.seat.since.to_string(),
        moment(sitter.last_signed_in_at),
        moment(sitter.seat.freed_at),
    ]
}

/// A name that a spreadsheet takes for a formula is shown as the text that it is (CWE-1236).
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

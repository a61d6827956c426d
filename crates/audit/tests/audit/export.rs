//! Exporting: whole, in chunks, and harmless to a spreadsheet.

use futures::TryStreamExt as _;
use keyfold_audit::{Event, Filter, Format};
use serde_json::{Value, json};

use crate::stage::{Stage, upload};

async fn export(stage: &Stage, filter: Filter, format: Format) -> Vec<Vec<u8>> {
    stage.log.export(filter, format).try_collect().await.expect("exported")
}

#[tokio::test]
async fn more_rows_than_a_chunk_are_all_there_once() {
    let stage = Stage::sqlite().await;
    let log = stage.log.clone();
    let events: Vec<Event> = (0..1_234).map(|n| upload(1, &format!("f{n}"))).collect();
    let written = stage
        .log
        .db()
        .write(keyfold_db::Durability::Process, move |tx| Box::pin(async move { log.append_all(tx, events).await }));
    written.await.expect("written");
    let chunks = export(&stage, Filter::default(), Format::JsonLines).await;
    assert!(chunks.len() > 3);
    let text = String::from_utf8(chunks.concat()).expect("text");
    let seqs: Vec<i64> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["seq"].as_i64().expect("a number"))
        .collect();
    assert_eq!(seqs, (1..=1_234).rev().collect::<Vec<i64>>());
}

#[tokio::test]
async fn json_has_the_states_as_documents() {
    let stage = Stage::sqlite().await;
    let mut event = upload(1, "a");
    event.after = Some(json!({"level": "read"}));
    stage.record(event).await;
    let text = export(&stage, Filter::default(), Format::JsonLines).await.concat();
    let row: Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(row["after"], json!({"level": "read"}));
    assert_eq!(row["at"], "2026-11-24T08:00:01.000000Z");
    assert_eq!(row["before"], Value::Null);
}

#[tokio::test]
async fn a_cell_is_never_a_formula() {
    let stage = Stage::sqlite().await;
    for path in ["=HYPERLINK(\"x\")", "+1", "-1", "@x", "\tx", "plain, \"quoted\""] {
        stage.record(upload(1, path)).await;
    }
    let bytes = export(&stage, Filter::default(), Format::Csv).await.concat();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let column = reader.headers().expect("names").iter().position(|name| name == "path").expect("a path");
    let cells: Vec<String> = reader.records().map(|row| row.expect("a row")[column].to_owned()).collect();
    assert_eq!(cells, ["plain, \"quoted\"", "'\tx", "'@x", "'-1", "'+1", "'=HYPERLINK(\"x\")"]);
}

//! Exporting the record, of any size: a page at a time, each a chunk of bytes.

use futures::{Stream, stream};
use keyfold_db::{audit::Row, keyset::Page};
use keyfold_model::Timestamp;
use serde_json::{Map, Value};

use crate::{
    Error, Filter, Log,
    chain::{Column, columns},
};

const ROWS_PER_CHUNK: u32 = 500;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180), with a line of names first.
    Csv,
    /// One JSON object per line.
    JsonLines,
}

enum State {
    Begin,
    Page(Page),
    End,
}

impl Log {
    /// The rows that a filter lets through, newest first, as chunks of bytes. Rows that are written meanwhile are not in
    /// it. What failed ends the stream.
    pub fn export(
        &self,
        filter: Filter,
        format: Format,
    ) -> impl Stream<Item = Result<Vec<u8>, Error>> + Send + 'static {
        let log = self.clone();
        stream::try_unfold(State::Begin, move |state| {
            let (log, filter) = (log.clone(), filter.clone());
            async move {
                match state {
                    State::Begin => {
                        let page = State::Page(Page::first(ROWS_PER_CHUNK));
                        Ok(Some((header(format)?, page)))
                    }
                    State::Page(page) => {
                        let slice = log.search(&filter, &page).await?;
                        let next = slice.next.map_or(State::End, |at| State::Page(Page::after(at, ROWS_PER_CHUNK)));
                        Ok(Some((chunk(&slice.rows, format)?, next)))
                    }
                    State::End => Ok(None),
                }
            }
        })
    }
}

fn header(format: Format) -> Result<Vec<u8>, Error> {
    match format {
        Format::JsonLines => Ok(Vec::new()),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            let row = Row::default();
            writer.write_record(columns(&row).iter().map(|(name, _)| *name).chain(["hash"]))?;
            writer.into_inner().map_err(|error| Error::Csv(error.into_error().into()))
        }
    }
}

fn chunk(rows: &[Row], format: Format) -> Result<Vec<u8>, Error> {
    match format {
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in rows {
                writer.write_record(cells(row))?;
            }
            writer.into_inner().map_err(|error| Error::Csv(error.into_error().into()))
        }
        Format::JsonLines => {
            let mut bytes = Vec::new();
            for row in rows {
                bytes.extend(object(row).to_string().into_bytes());
                bytes.push(b'\n');
            }
            Ok(bytes)
        }
    }
}

fn cells(row: &Row) -> Vec<String> {
    let cell = |(name, column): (&str, Column<'_>)| match column {
        Column::Integer(Some(at)) if name == "at" => Timestamp(at).to_string(),
        Column::Integer(value) => value.map(|value| value.to_string()).unwrap_or_default(),
        Column::Text(text) => guarded(text.unwrap_or_default()),
    };
    columns(row).into_iter().map(cell).chain([row.hash.clone()]).collect()
}

/// A spreadsheet runs a cell that begins like this as a formula, and names of files are anyone's to choose (OWASP, "CSV
/// Injection").
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

/// A row as JSON: `before` and `after` as the documents that they are, the time in RFC 3339.
#[must_use]
pub fn object(row: &Row) -> Value {
    let value = |name: &str, column: Column<'_>| match column {
        Column::Integer(Some(at)) if name == "at" => Value::from(Timestamp(at).to_string()),
        Column::Integer(value) => value.map_or(Value::Null, Value::from),
        Column::Text(None) => Value::Null,
        Column::Text(Some(text)) if name.ends_with("_json") => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
        }
        Column::Text(Some(text)) => Value::from(text),
    };
    let mut object = Map::new();
    for (name, column) in columns(row) {
        object.insert(name.trim_end_matches("_json").to_owned(), value(name, column));
    }
    object.insert("hash".to_owned(), Value::from(row.hash.as_str()));
    Value::Object(object)
}

//! Reading columns as the words of the model.

use std::str::FromStr;

use keyfold_model::Timestamp;

use crate::{
    Error,
    sql::{self, Row},
};

/// A column that holds 0 or 1.
pub fn truth(row: &Row, column: &str) -> Result<bool, sql::Error> {
    Ok(row.try_get::<i64>(column)? != 0)
}

/// A moment.
pub fn time(row: &Row, column: &str) -> Result<Timestamp, sql::Error> {
    Ok(Timestamp(row.try_get(column)?))
}

/// A moment, or NULL.
pub fn optional_time(row: &Row, column: &str) -> Result<Option<Timestamp>, sql::Error> {
    Ok(row.try_get::<Option<i64>>(column)?.map(Timestamp))
}

/// An integer id, or NULL.
pub fn optional_id(row: &Row, column: &str) -> Result<Option<i64>, sql::Error> {
    row.try_get(column)
}

/// A text that reads as a `T`.
pub fn parsed<T: FromStr>(row: &Row, column: &'static str) -> Result<T, sql::Error> {
    named(row, column, |text| text.parse().ok())
}

/// A text that names one of a closed set of values.
pub fn named<T>(row: &Row, column: &'static str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, sql::Error> {
    let text: String = row.try_get(column)?;
    read(&text).ok_or_else(|| corrupt(column, text))
}

/// What a column holds that it must not.
pub fn corrupt(column: &'static str, value: String) -> sql::Error {
    sql::Error::Content { column, source: Box::new(Error::Corrupt { what: column, value }) }
}

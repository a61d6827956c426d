//! Reading columns as the words of the model.

use std::str::FromStr;

use keyfold_model::Timestamp;
use sqlx::{Row, any::AnyRow};

use crate::Error;

/// A column that holds 0 or 1.
pub fn truth(row: &AnyRow, column: &str) -> Result<bool, sqlx::Error> {
    Ok(row.try_get::<i64, _>(column)? != 0)
}

/// A moment.
pub fn time(row: &AnyRow, column: &str) -> Result<Timestamp, sqlx::Error> {
    Ok(Timestamp(row.try_get(column)?))
}

/// A moment, or NULL.
pub fn optional_time(row: &AnyRow, column: &str) -> Result<Option<Timestamp>, sqlx::Error> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(Timestamp))
}

/// An integer id, or NULL.
pub fn optional_id(row: &AnyRow, column: &str) -> Result<Option<i64>, sqlx::Error> {
    row.try_get(column)
}

/// A text that reads as a `T`.
pub fn parsed<T: FromStr>(row: &AnyRow, column: &'static str) -> Result<T, sqlx::Error> {
    named(row, column, |text| text.parse().ok())
}

/// A text that names one of a closed set of values.
pub fn named<T>(row: &AnyRow, column: &'static str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, sqlx::Error> {
    let text: String = row.try_get(column)?;
    read(&text).ok_or_else(|| corrupt(column, text))
}

/// What a column holds that it must not.
pub fn corrupt(column: &'static str, value: String) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: Box::new(Error::Corrupt { what: column, value }) }
}

//! Where a page ended: the values of its last row in the columns by which the list is ordered.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use sea_query::Value;

use crate::{
    Error,
    sql::{self, Row},
};

/// An opaque place in a list. Its text is safe in a URL; a client gives it back as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Integer(i64),
    Text(String),
}

/// A text that is no cursor, or one of another list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cursor is not one that this list gave out: start again without a cursor")]
pub struct CursorError;

impl Cursor {
    /// The place of a row.
    pub(super) fn of(row: &Row, columns: &[&'static str]) -> Result<Self, Error> {
        columns.iter().map(|column| Part::of(row, column)).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn values(&self, columns: usize) -> Result<Vec<Value>, CursorError> {
        if self.0.len() != columns {
            return Err(CursorError);
        }
        let value = |part: &Part| match part {
            Part::Integer(value) => Value::BigInt(Some(*value)),
            Part::Text(value) => Value::String(Some(value.clone())),
        };
        Ok(self.0.iter().map(value).collect())
    }
}

impl Part {
    fn of(row: &Row, column: &str) -> Result<Self, Error> {
        Ok(match row.value(column)? {
            sql::Value::Text(text) => Self::Text(text.clone()),
            sql::Value::Integer(_) | sql::Value::Bytes(_) | sql::Value::Null => Self::Integer(row.try_get(column)?),
        })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            match part {
                Part::Integer(value) => write!(f, "i{value}")?,
                Part::Text(value) => write!(f, "t{}", BASE64.encode(value))?,
            }
        }
        Ok(())
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let part = |text: &str| match text.split_at_checked(1) {
            Some(("i", value)) => value.parse().map(Part::Integer).map_err(|_| CursorError),
            Some(("t", value)) => {
                let bytes = BASE64.decode(value).map_err(|_| CursorError)?;
                String::from_utf8(bytes).map(Part::Text).map_err(|_| CursorError)
            }
            _ => Err(CursorError),
        };
        text.split('.').map(part).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text() {
        let cursor = Cursor(vec![Part::Integer(-7), Part::Text("Zoë.1".into()), Part::Text(String::new())]);
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", ".", "7", "ix", "t*", "é", "i1.", "i99999999999999999999"] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
    }
}

//! A row that was fetched.

use std::sync::Arc;

use super::{Error, FromValue, Value};

/// A row, apart from the connection it came from.
#[derive(Clone, Debug)]
pub struct Row {
    names: Arc<[Box<str>]>,
    values: Vec<Value>,
}

/// What a row reads as.
pub trait FromRow: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// A column is missing or holds something else.
    fn from_row(row: &Row) -> Result<Self, Error>;
}

/// How a column is named: by its name, or its place from 0.
pub trait Index: Copy + std::fmt::Display {
    /// Its place.
    fn place(self, names: &[Box<str>]) -> Option<usize>;
}

impl Index for usize {
    fn place(self, names: &[Box<str>]) -> Option<usize> {
        (self < names.len()).then_some(self)
    }
}

impl Index for &str {
    fn place(self, names: &[Box<str>]) -> Option<usize> {
        names.iter().position(|name| **name == *self)
    }
}

impl Row {
    pub(super) const fn new(names: Arc<[Box<str>]>, values: Vec<Value>) -> Self {
        Self { names, values }
    }

    /// A column's value, whatever it is.
    ///
    /// # Errors
    /// There is no such column.
    pub fn value(&self, column: impl Index) -> Result<&Value, Error> {
        let place = column.place(&self.names).and_then(|place| self.values.get(place));
        place.ok_or_else(|| Error::NoColumn(column.to_string()))
    }

    /// A column's value as a `T`.
    ///
    /// # Errors
    /// There is no such column, or it holds something else.
    pub fn try_get<'r, T: FromValue<'r>>(&'r self, column: impl Index) -> Result<T, Error> {
        let value = self.value(column)?;
        T::from_value(value).ok_or_else(|| Error::Type { column: column.to_string() })
    }
}

macro_rules! from_row_for_tuples {
    ($($($name:ident $place:literal),+;)+) => {$(
        impl<$($name: for<'r> FromValue<'r>),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row) -> Result<Self, Error> {
                Ok(($(row.try_get::<$name>($place as usize)?,)+))
            }
        }
    )+};
}
from_row_for_tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
}

//! What a column holds and what a parameter is: an integer, a text, bytes, or nothing.

use std::borrow::Cow;

use bytes::Bytes;

/// A column's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// An integer.
    Integer(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Bytes),
}

/// A value that a statement is given. PostgreSQL wants to know of an absent one, too, what it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter<'q> {
    /// An integer or none.
    Integer(Option<i64>),
    /// A text or none.
    Text(Option<Cow<'q, str>>),
    /// Bytes.
    Bytes(Cow<'q, [u8]>),
}

impl Parameter<'_> {
    pub(super) fn into_owned(self) -> Parameter<'static> {
        match self {
            Self::Integer(value) => Parameter::Integer(value),
            Self::Text(value) => Parameter::Text(value.map(|text| Cow::Owned(text.into_owned()))),
            Self::Bytes(value) => Parameter::Bytes(Cow::Owned(value.into_owned())),
        }
    }
}

impl From<i64> for Parameter<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(Some(value))
    }
}

impl From<i32> for Parameter<'_> {
    fn from(value: i32) -> Self {
        Self::Integer(Some(value.into()))
    }
}

impl From<Option<i64>> for Parameter<'_> {
    fn from(value: Option<i64>) -> Self {
        Self::Integer(value)
    }
}

impl From<String> for Parameter<'_> {
    fn from(value: String) -> Self {
        Self::Text(Some(Cow::Owned(value)))
    }
}

impl From<Option<String>> for Parameter<'_> {
    fn from(value: Option<String>) -> Self {
        Self::Text(value.map(Cow::Owned))
    }
}

impl<'q> From<&'q str> for Parameter<'q> {
    fn from(value: &'q str) -> Self {
        Self::Text(Some(Cow::Borrowed(value)))
    }
}

impl<'q> From<&'q [u8]> for Parameter<'q> {
    fn from(value: &'q [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(value))
    }
}

impl<'q> From<Option<&'q str>> for Parameter<'q> {
    fn from(value: Option<&'q str>) -> Self {
        Self::Text(value.map(Cow::Borrowed))
    }
}

impl<'q> From<&'q String> for Parameter<'q> {
    fn from(value: &'q String) -> Self {
        Self::from(value.as_str())
    }
}

impl<'q> From<&'q Option<String>> for Parameter<'q> {
    fn from(value: &'q Option<String>) -> Self {
        Self::from(value.as_deref())
    }
}

/// What a column can be read as.
pub trait FromValue<'r>: Sized {
    /// The value, unless it is something else.
    fn from_value(value: &'r Value) -> Option<Self>;
}

impl FromValue<'_> for i64 {
    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Integer(integer) = value { Some(*integer) } else { None }
    }
}

impl<'r> FromValue<'r> for &'r str {
    fn from_value(value: &'r Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text) } else { None }
    }
}

impl FromValue<'_> for String {
    fn from_value(value: &Value) -> Option<Self> {
        <&str>::from_value(value).map(str::to_owned)
    }
}

impl FromValue<'_> for Bytes {
    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Bytes(bytes) = value { Some(bytes.clone()) } else { None }
    }
}

impl<'r, T: FromValue<'r>> FromValue<'r> for Option<T> {
    fn from_value(value: &'r Value) -> Option<Self> {
        if *value == Value::Null { Some(None) } else { T::from_value(value).map(Some) }
    }
}

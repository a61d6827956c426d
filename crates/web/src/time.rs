//! Times on the wire: RFC 3339 in UTC.

use keyfold_model::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

/// A moment as the API shows it: `2026-11-24T08:00:00Z`, cut to whole seconds as Files.com does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateTime(pub Timestamp);

impl From<Timestamp> for DateTime {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match jiff::Timestamp::from_second(self.0.seconds()) {
            Ok(at) => serializer.collect_str(&at),
            Err(_) => serializer.serialize_none(),
        }
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text)
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("'{text}' is not a time such as 2026-11-24T08:00:00Z")))
    }
}

/// Reads a time (RFC 3339) or a date, which stands for its first moment in UTC.
pub fn parse(text: &str) -> Option<Timestamp> {
    let at: jiff::Timestamp = text.parse().or_else(|_| format!("{text}T00:00:00Z").parse()).ok()?;
    Some(Timestamp(at.as_microsecond()))
}

impl ToSchema for DateTime {}

impl PartialSchema for DateTime {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_it_is_written_and_a_date_is_its_midnight() {
        let written = serde_json::to_string(&DateTime(Timestamp::from_seconds(1_795_507_200))).expect("a string");
        assert_eq!(written, "\"2026-11-24T08:00:00Z\"");
        assert_eq!(parse("2026-11-24T09:00:00+01:00"), Some(Timestamp::from_seconds(1_795_507_200)));
        assert_eq!(parse("2026-11-24"), Some(Timestamp::from_seconds(1_795_507_200 - 8 * 3600)));
        assert_eq!(parse("yesterday"), None);
    }
}

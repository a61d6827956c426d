//! A user's values as they are compared, one by one, for a store that searches them by statement.

use serde_json::{Map, Value};

use crate::schema::{Attribute, Kind, ResourceType, enterprise};
use crate::user::User;

/// A value of an attribute, as filters compare it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparableValue {
    /// Which attribute: the key of its [`Location`](crate::schema::Location::key).
    pub key: String,
    /// Its place in the list of a multi-valued attribute, counted from 0; 0 for another one.
    pub element: usize,
    /// The text that is compared, in lower case where case does not count; `true` or `false` for a boolean.
    pub text: String,
}

/// A text as it is compared where case does not count.
#[must_use]
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

impl User {
    /// Every value of its attributes, each at the end of its path. A complex attribute is its parts.
    #[must_use]
    pub fn comparable_values(&self) -> Vec<ComparableValue> {
        let mut found = Vec::new();
        parts("", 0, ResourceType::User.attributes(), self.attributes(), &mut found);
        found
    }
}

fn parts(
    prefix: &str,
    element: usize,
    attributes: impl Iterator<Item = &'static Attribute>,
    values: &Map<String, Value>,
    found: &mut Vec<ComparableValue>,
) {
    for attribute in attributes {
        let Some(value) = values.get(attribute.name) else { continue };
        let key = join(prefix, attribute);
        match value {
            Value::Array(elements) => {
                for (element, value) in elements.iter().enumerate() {
                    value_of(&key, element, attribute, value, found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                value_of(&key, element, attribute, value, found);
            }
        }
    }
}

fn value_of(key: &str, element: usize, attribute: &'static Attribute, value: &Value, found: &mut Vec<ComparableValue>) {
    let text = match value {
        Value::Object(inner) => return parts(key, element, attribute.sub_attributes.iter(), inner, found),
        Value::String(text) if attribute.case_exact => text.clone(),
        Value::String(text) => fold(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Null | Value::Array(_) => return,
    };
    found.push(ComparableValue { key: key.to_owned(), element, text });
}

/// The key of an attribute below another one: `emails.value`, `enterprise.manager.value`.
pub(crate) fn join(prefix: &str, attribute: &Attribute) -> String {
    let name = if attribute.name == enterprise::URN { "enterprise" } else { attribute.name };
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") }
}

/// The keys under which an attribute has values: its own, or those of its parts.
#[must_use]
pub fn keys_below(key: &str, attribute: &'static Attribute) -> Vec<String> {
    if attribute.kind != Kind::Complex {
        return vec![key.to_owned()];
    }
    attribute.sub_attributes.iter().flat_map(|part| keys_below(&join(key, part), part)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::user::UserBody;

    #[test]
    fn each_value_stands_at_the_end_of_its_path() {
        let body = json!({
            "userName": "Ann", "profileUrl": "https://X", "emails": [{"value": "A@B", "primary": true}, {"value": "C"}],
            enterprise::URN: {"department": "R&D", "manager": {"value": "M"}},
        });
        let values = UserBody::parse(&body).unwrap().create().comparable_values();
        let values: Vec<_> =
            values.iter().map(|value| (value.key.as_str(), value.element, value.text.as_str())).collect();
        let expected = [
            ("userName", 0, "ann"),
            ("profileUrl", 0, "https://X"),
            ("active", 0, "true"),
            ("emails.value", 0, "a@b"),
            ("emails.primary", 0, "true"),
            ("emails.value", 1, "c"),
            ("enterprise.department", 0, "r&d"),
            ("enterprise.manager.value", 0, "m"),
        ];
        assert_eq!(values, expected);
    }

    #[test]
    fn a_complex_attribute_is_its_parts() {
        let keys = |name: &str| keys_below(name, ResourceType::User.attribute(name).unwrap());
        assert_eq!(keys("title"), ["title"]);
        assert_eq!(keys("emails"), ["emails.value", "emails.display", "emails.type", "emails.primary"]);
    }
}

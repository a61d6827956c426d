//! Requests and answers as they may be logged.

use serde_json::{Map, Value};

/// What stands in place of a secret.
pub const MASKED: &str = "***";

/// Parts of attribute names that hold secrets, in small letters without separators.
const SECRET_NAMES: [&str; 9] =
    ["password", "passwd", "passphrase", "secret", "token", "credential", "authorization", "apikey", "privatekey"];

/// A copy with the value of every secret attribute masked, at any depth: those of a resource (`password`), and those
/// that a PATCH operation names in its `path`. The structure stays.
#[must_use]
pub fn mask(body: &Value) -> Value {
    match body {
        Value::Object(members) => Value::Object(mask_members(members)),
        Value::Array(elements) => elements.iter().map(mask).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => body.clone(),
    }
}

fn mask_members(members: &Map<String, Value>) -> Map<String, Value> {
    let names_secret =
        |(key, value): (&String, &Value)| key.eq_ignore_ascii_case("path") && value.as_str().is_some_and(is_secret);
    let operation_on_secret = members.iter().any(names_secret);
    let masked = members.iter().map(|(key, value)| {
        let hidden = is_secret(key) || (operation_on_secret && key.eq_ignore_ascii_case("value"));
        let value = if hidden && !value.is_null() { MASKED.into() } else { mask(value) };
        (key.clone(), value)
    });
    masked.collect()
}

fn is_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    SECRET_NAMES.iter().any(|secret| plain.contains(secret))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_are() {
        let body = json!({
            "userName": "ann", "PassWord": "p", "old_password": null,
            "urn:ietf:params:scim:schemas:core:2.0:User:password": "p",
            "Operations": [
                {"op": "replace", "path": "password", "value": "p"},
                {"op": "replace", "Path": "urn:ietf:params:scim:schemas:core:2.0:User:password", "Value": ["p"]},
                {"op": "replace", "path": "title", "value": "Lead"},
                {"op": "replace", "value": {"password": {"value": "p"}, "active": true}},
                {"method": "POST", "path": "/Users", "data": {"password": "p", "apiKey": 12}}
            ]
        });
        let expected = json!({
            "userName": "ann", "PassWord": "***", "old_password": null,
            "urn:ietf:params:scim:schemas:core:2.0:User:password": "***",
            "Operations": [
                {"op": "replace", "path": "password", "value": "***"},
                {"op": "replace", "Path": "urn:ietf:params:scim:schemas:core:2.0:User:password", "Value": "***"},
                {"op": "replace", "path": "title", "value": "Lead"},
                {"op": "replace", "value": {"password": "***", "active": true}},
                {"method": "POST", "path": "/Users", "data": {"password": "***", "apiKey": "***"}}
            ]
        });
        assert_eq!(mask(&body), expected);
    }

    #[test]
    fn masking_twice_changes_nothing_more() {
        let once = mask(&json!({"secret": [1, 2], "a": {"token": {}}}));
        assert_eq!(mask(&once), once);
    }
}

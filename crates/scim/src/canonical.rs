//! From whatever a client sends to the canonical form: known attributes only, in the schema's spelling and order, of
//! the right type, nothing empty.
//!
//! The rules bend where real clients need it: names in any case, booleans and numbers as text, text as numbers, one
//! value where a list is due and a list of one where a value is due, `null` and `""` and `[]` for "nothing".

use serde_json::{Map, Value};

use crate::error::{Result, ScimError};
use crate::limits::{MAX_TEXT_BYTES, MAX_VALUES};
use crate::path::excerpt;
use crate::schema::{Attribute, Kind, Mutability};

/// The canonical form of an object; `attributes` are all it may hold. Read-only ones are dropped (RFC 7644 §3.3,
/// §3.5.1).
pub(crate) fn object(
    attributes: impl IntoIterator<Item = &'static Attribute>,
    sent: &Map<String, Value>,
) -> Result<Map<String, Value>> {
    let mut canonical = Map::new();
    for attribute in attributes {
        if attribute.mutability == Mutability::ReadOnly {
            continue;
        }
        // Where a client names one twice in different case, the last one counts, as JSON readers have it.
        let Some((_, value)) = sent.iter().rfind(|(name, _)| attribute.is_named(name)) else { continue };
        if let Some(value) = value_of(attribute, value)? {
            canonical.insert(attribute.name.to_owned(), value);
        }
    }
    Ok(canonical)
}

/// The canonical form of an attribute's value; `None` where there is nothing in it.
pub(crate) fn value_of(attribute: &'static Attribute, sent: &Value) -> Result<Option<Value>> {
    if !attribute.multi_valued {
        return element(attribute, sent);
    }
    let elements = list(attribute, sent)?;
    Ok((!elements.is_empty()).then_some(Value::Array(elements)))
}

/// The canonical values of a multi-valued attribute.
pub(crate) fn list(attribute: &'static Attribute, sent: &Value) -> Result<Vec<Value>> {
    let sent = match sent {
        Value::Array(elements) => elements.as_slice(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            std::slice::from_ref(sent)
        }
    };
    if sent.len() > MAX_VALUES {
        return Err(ScimError::too_large(&format!("values of `{}`", attribute.name), MAX_VALUES));
    }
    let mut elements = Vec::with_capacity(sent.len());
    for value in sent {
        elements.extend(element(attribute, value)?);
    }
    keep_one_primary(&mut elements, PrimaryRule::FirstWins);
    Ok(elements)
}

/// Which value stays primary where several claim it: RFC 7643 §2.4 allows one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PrimaryRule {
    FirstWins,
    /// The element at this index, which was written last.
    Only(usize),
}

/// Leaves `primary: true` on one value at most.
pub(crate) fn keep_one_primary(elements: &mut [Value], rule: PrimaryRule) {
    let is_primary = |element: &Value| element.get("primary") == Some(&Value::Bool(true));
    let kept = match rule {
        PrimaryRule::FirstWins => elements.iter().position(is_primary),
        PrimaryRule::Only(index) => Some(index),
    };
    for (index, element) in elements.iter_mut().enumerate() {
        if is_primary(element) && Some(index) != kept {
            element["primary"] = Value::Bool(false);
        }
    }
}

fn element(attribute: &'static Attribute, sent: &Value) -> Result<Option<Value>> {
    match attribute.kind {
        Kind::Complex => complex(attribute, sent),
        Kind::Boolean => boolean(attribute, sent),
        Kind::Integer => integer(attribute, sent),
        Kind::Text | Kind::DateTime | Kind::Binary | Kind::Reference => text(attribute, sent),
    }
}

fn complex(attribute: &'static Attribute, sent: &Value) -> Result<Option<Value>> {
    let members = match (sent, attribute.sub_attribute("value")) {
        (Value::Null, _) => return Ok(None),
        (Value::Object(members), _) => object(attribute.sub_attributes, members)?,
        // A manager by mere id, a role by mere name.
        (Value::String(_) | Value::Number(_), Some(value)) => {
            let mut members = Map::new();
            members.extend(element(value, sent)?.map(|text| (value.name.to_owned(), text)));
            members
        }
        (Value::Array(_), _) => match only_element(sent) {
            Some(inner) => return complex(attribute, inner),
            None if is_empty_list(sent) => return Ok(None),
            None => return Err(wrong_type(attribute, "one object", sent)),
        },
        (Value::Bool(_) | Value::String(_) | Value::Number(_), _) => {
            return Err(wrong_type(attribute, "an object", sent));
        }
    };
    Ok((!members.is_empty()).then_some(Value::Object(members)))
}

fn boolean(attribute: &'static Attribute, sent: &Value) -> Result<Option<Value>> {
    let flag = match sent {
        Value::Null => return Ok(None),
        Value::Bool(flag) => *flag,
        Value::String(word) if word.is_empty() => return Ok(None),
        Value::String(word) if word.eq_ignore_ascii_case("true") => true,
        Value::String(word) if word.eq_ignore_ascii_case("false") => false,
        Value::Array(_) | Value::Object(_) => return unwrapped(attribute, sent, "true or false", boolean),
        Value::String(_) | Value::Number(_) => return Err(wrong_type(attribute, "true or false", sent)),
    };
    Ok(Some(Value::Bool(flag)))
}

fn integer(attribute: &'static Attribute, sent: &Value) -> Result<Option<Value>> {
    match sent {
        Value::Null => Ok(None),
        Value::Number(number) if number.is_i64() => Ok(Some(sent.clone())),
        Value::String(digits) => match digits.trim().parse::<i64>() {
            Ok(number) => Ok(Some(number.into())),
            Err(_) => Err(wrong_type(attribute, "a whole number", sent)),
        },
        Value::Array(_) | Value::Object(_) => unwrapped(attribute, sent, "a whole number", integer),
        Value::Bool(_) | Value::Number(_) => Err(wrong_type(attribute, "a whole number", sent)),
    }
}

fn text(attribute: &'static Attribute, sent: &Value) -> Result<Option<Value>> {
    let text = match sent {
        Value::Null => return Ok(None),
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Array(_) | Value::Object(_) => return unwrapped(attribute, sent, "text", self::text),
    };
    if text.len() > MAX_TEXT_BYTES {
        return Err(ScimError::too_large(&format!("bytes in `{}`", attribute.name), MAX_TEXT_BYTES));
    }
    // A null character can't be stored by every database, and means nothing in a name.
    if text.contains('\0') {
        return Err(ScimError::invalid_value(format!(
            "`{}` holds a null character. Remove it in the directory.",
            attribute.name
        )));
    }
    Ok((!text.is_empty()).then_some(Value::String(text)))
}

type Reader = fn(&'static Attribute, &Value) -> Result<Option<Value>>;

/// Entra ID sends single values as `[{"value": …}]` at times.
fn unwrapped(attribute: &'static Attribute, sent: &Value, wanted: &str, read: Reader) -> Result<Option<Value>> {
    if is_empty_list(sent) {
        return Ok(None);
    }
    let inner = match sent {
        Value::Object(members) => {
            members.iter().find(|(name, _)| name.eq_ignore_ascii_case("value")).map(|(_, value)| value)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => only_element(sent),
    };
    inner.map_or_else(|| Err(wrong_type(attribute, wanted, sent)), |inner| read(attribute, inner))
}

fn only_element(sent: &Value) -> Option<&Value> {
    match sent.as_array()?.as_slice() {
        [element] => Some(element),
        _ => None,
    }
}

fn is_empty_list(sent: &Value) -> bool {
    sent.as_array().is_some_and(Vec::is_empty)
}

fn wrong_type(attribute: &Attribute, wanted: &str, sent: &Value) -> ScimError {
    ScimError::invalid_value(format!(
        "`{}` must be {wanted}, but is {}. Correct the attribute mapping in the directory.",
        attribute.name,
        excerpt(&sent.to_string())
    ))
}

//! One operation on one attribute of a canonical object.

use serde_json::{Map, Value};

use super::Verb;
use crate::canonical::{self, PrimaryRule, keep_one_primary};
use crate::error::{Result, ScimError};
use crate::filter::{Filter, Literal, Operator};
use crate::limits::MAX_VALUES;
use crate::path::AttrPath;
use crate::schema::{Attribute, Kind};

/// What to do at a location. A value of `null` in a replace clears, in an add does nothing.
#[derive(Clone, Copy)]
pub(super) struct Edit<'a> {
    pub verb: Verb,
    pub filter: Option<&'a Filter>,
    pub value: Option<&'a Value>,
}

impl Edit<'_> {
    /// A replace by `null` is a remove.
    fn clears(&self) -> bool {
        match self.verb {
            Verb::Remove => true,
            Verb::Replace => self.value.is_none_or(Value::is_null),
            Verb::Add => false,
        }
    }
}

/// Edits the attribute that `steps` lead to, which keeps the object canonical. After an error the object is in no
/// defined state.
pub(super) fn edit(object: &mut Map<String, Value>, steps: &[&'static Attribute], change: Edit<'_>) -> Result<()> {
    let [attribute, rest @ ..] = steps else { return Ok(()) };
    if attribute.multi_valued {
        return edit_list(object, attribute, rest, change);
    }
    if change.filter.is_some() && rest.is_empty() {
        return Err(ScimError::invalid_path(format!(
            "`{}` is one value, not a list. Leave the brackets out.",
            attribute.name
        )));
    }
    if !rest.is_empty() {
        return edit_inside(object, attribute, |inner| edit(inner, rest, change));
    }
    if change.clears() {
        object.shift_remove(attribute.name);
        return Ok(());
    }
    match (attribute.kind, change.value) {
        (_, None | Some(Value::Null)) => Ok(()),
        (Kind::Complex, Some(Value::Object(members))) => merge(object, attribute, members, change.verb),
        (_, Some(value)) => {
            match canonical::value_of(attribute, value)? {
                Some(value) => object.insert(attribute.name.to_owned(), value),
                None => object.shift_remove(attribute.name),
            };
            Ok(())
        }
    }
}

/// Sub-attributes that the value doesn't have stay as they are (RFC 7644 §3.5.2.3).
fn merge(
    object: &mut Map<String, Value>,
    attribute: &'static Attribute,
    members: &Map<String, Value>,
    verb: Verb,
) -> Result<()> {
    edit_inside(object, attribute, |inner| {
        for (key, value) in members {
            // Keys inside may be dotted too, such as `manager.value` in the enterprise extension.
            let Some(path) = AttrPath::read(key) else { continue };
            let Some(sub) = attribute.sub_attribute(path.name()) else { continue };
            let mut steps = vec![sub];
            if let Some(name) = path.sub_attribute() {
                let Some(deeper) = sub.sub_attribute(name) else { continue };
                steps.push(deeper);
            }
            edit(inner, &steps, Edit { verb, filter: None, value: Some(value) })?;
        }
        Ok(())
    })
}

fn edit_inside(
    object: &mut Map<String, Value>,
    attribute: &Attribute,
    change: impl FnOnce(&mut Map<String, Value>) -> Result<()>,
) -> Result<()> {
    let mut inner = match object.shift_remove(attribute.name) {
        Some(Value::Object(inner)) => inner,
        Some(_) | None => Map::new(),
    };
    change(&mut inner)?;
    if !inner.is_empty() {
        object.insert(attribute.name.to_owned(), Value::Object(inner));
    }
    Ok(())
}

fn edit_list(
    object: &mut Map<String, Value>,
    attribute: &'static Attribute,
    rest: &[&'static Attribute],
    change: Edit<'_>,
) -> Result<()> {
    let mut elements = match object.shift_remove(attribute.name) {
        Some(Value::Array(elements)) => elements,
        Some(_) | None => Vec::new(),
    };
    if change.filter.is_none() && rest.is_empty() {
        edit_whole_list(&mut elements, attribute, change)?;
    } else {
        edit_elements(&mut elements, attribute, rest, change)?;
    }
    if elements.len() > MAX_VALUES {
        return Err(ScimError::too_large(&format!("values of `{}`", attribute.name), MAX_VALUES));
    }
    if !elements.is_empty() {
        object.insert(attribute.name.to_owned(), Value::Array(elements));
    }
    Ok(())
}

fn edit_whole_list(elements: &mut Vec<Value>, attribute: &'static Attribute, change: Edit<'_>) -> Result<()> {
    let sent = change.value.map(|value| canonical::list(attribute, value)).transpose()?;
    match (change.verb, sent) {
        (Verb::Remove, Some(sent)) if change.value != Some(&Value::Null) => {
            elements.retain(|element| !sent.iter().any(|named| names(attribute, named, element)));
        }
        (Verb::Remove, _) => elements.clear(),
        (Verb::Replace, sent) => *elements = sent.unwrap_or_default(),
        (Verb::Add, sent) => sent.unwrap_or_default().into_iter().for_each(|value| add(elements, attribute, value)),
    }
    Ok(())
}

/// Adds a value to a list; one that is there already only gets what it didn't have.
fn add(elements: &mut Vec<Value>, attribute: &'static Attribute, value: Value) {
    let known = elements.iter().position(|element| is_same(attribute, element, &value));
    let index = match known {
        Some(index) => {
            if let (Value::Object(element), Value::Object(value)) = (&mut elements[index], value) {
                element.extend(value);
            }
            index
        }
        None => {
            elements.push(value);
            elements.len() - 1
        }
    };
    settle_primary(elements, index);
}

/// The value written last is the primary one, if it claims to be.
fn settle_primary(elements: &mut [Value], index: usize) {
    let claims = elements.get(index).is_some_and(|element| element.get("primary") == Some(&Value::Bool(true)));
    keep_one_primary(elements, if claims { PrimaryRule::Only(index) } else { PrimaryRule::FirstWins });
}

fn edit_elements(
    elements: &mut Vec<Value>,
    attribute: &'static Attribute,
    rest: &[&'static Attribute],
    change: Edit<'_>,
) -> Result<()> {
    let is_meant = |element: &Value| change.filter.is_none_or(|filter| filter.matches_value(attribute, element));
    if change.clears() && rest.is_empty() {
        elements.retain(|element| !is_meant(element));
        return Ok(());
    }
    let mut meant: Vec<usize> = (0..elements.len()).filter(|index| is_meant(&elements[*index])).collect();
    if meant.is_empty() && !change.clears() {
        elements.push(Value::Object(seed(attribute, change.filter)?));
        meant.push(elements.len() - 1);
    }
    for index in meant {
        if let Value::Object(element) = &mut elements[index] {
            edit_element(element, attribute, rest, change)?;
        }
        settle_primary(elements, index);
    }
    elements.retain(says_something);
    Ok(())
}

fn edit_element(
    element: &mut Map<String, Value>,
    attribute: &'static Attribute,
    rest: &[&'static Attribute],
    change: Edit<'_>,
) -> Result<()> {
    let change = Edit { filter: None, ..change };
    if !rest.is_empty() {
        return edit(element, rest, change);
    }
    let sent = change.value.map(|value| canonical::list(attribute, value)).transpose()?.unwrap_or_default();
    for value in sent {
        if let Value::Object(members) = value {
            element.extend(members);
        }
    }
    Ok(())
}

/// The value that a filter describes, to be made where none matches: one of `eq` terms alone says all that is needed.
fn seed(attribute: &'static Attribute, filter: Option<&Filter>) -> Result<Map<String, Value>> {
    let mut element = Map::new();
    for term in filter.map(Filter::conjuncts).unwrap_or_default() {
        let described = match term {
            Filter::Compare(path, Operator::Eq, literal) if *literal != Literal::Null => {
                attribute.sub_attribute(path.name()).zip(Some(literal))
            }
            Filter::Compare(..)
            | Filter::And(_)
            | Filter::Or(_)
            | Filter::Not(_)
            | Filter::Present(_)
            | Filter::ValuePath(..) => None,
        };
        let Some((sub, literal)) = described else {
            return Err(ScimError::no_target(format!(
                "No value of `{}` matches `{term}`. Add the value first, or use a filter of `eq` terms.",
                attribute.name
            )));
        };
        if let Some(value) = canonical::value_of(sub, &literal.to_json())? {
            element.insert(sub.name.to_owned(), value);
        }
    }
    Ok(element)
}

/// A value of which only the type is left is none.
fn says_something(element: &Value) -> bool {
    element.as_object().is_some_and(|members| members.keys().any(|name| !matches!(name.as_str(), "type" | "primary")))
}

/// Whether two values of a list are the same one: by `value` and `type` where they have a value, else in everything.
fn is_same(attribute: &Attribute, one: &Value, other: &Value) -> bool {
    if one.get("value").is_none() || other.get("value").is_none() {
        return one == other;
    }
    ["value", "type"].into_iter().all(|name| is_equal(attribute, name, one, other))
}

/// Whether `named`, from the value list of a remove, means `element`: what it says of value, type and address parts is
/// so.
fn names(attribute: &Attribute, named: &Value, element: &Value) -> bool {
    let identifying = |name: &&String| !matches!(name.as_str(), "display" | "primary" | "$ref");
    let mut told = named.as_object().into_iter().flat_map(Map::keys).filter(identifying).peekable();
    told.peek().is_some() && told.all(|name| is_equal(attribute, name, named, element))
}

fn is_equal(attribute: &Attribute, name: &str, one: &Value, other: &Value) -> bool {
    match (one.get(name), other.get(name)) {
        (Some(Value::String(one)), Some(Value::String(other)))
            if attribute.sub_attribute(name).is_some_and(|sub| !sub.case_exact) =>
        {
            // Without copies, and quick for most texts: this runs for every pair of two lists.
            one.eq_ignore_ascii_case(other)
                || !one.is_ascii()
                    && one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
        }
        (one, other) => one == other,
    }
}

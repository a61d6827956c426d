//! What a filter means (RFC 7644 §3.4.2.2), over the JSON of a rendered resource.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use super::{Filter, Literal, Operator};
use crate::path::AttrPath;
use crate::schema::{Attribute, Kind, Location, ResourceType};

/// What the paths of a filter start from.
#[derive(Clone, Copy)]
enum Scope {
    Resource(ResourceType),
    ValueOf(&'static Attribute),
}

impl Scope {
    fn resolve(self, path: &AttrPath) -> Option<Location> {
        match self {
            Self::Resource(resource_type) => resource_type.resolve(path),
            Self::ValueOf(attribute) if path.schema().is_none() && path.sub_attribute().is_none() => {
                attribute.sub_attribute(path.name()).map(Location::top)
            }
            Self::ValueOf(_) => None,
        }
    }
}

impl Filter {
    /// Whether a resource, as it is rendered for clients, satisfies the filter.
    ///
    /// Text is compared without regard to case unless the schema says otherwise, dates as moments, numbers as numbers.
    /// An attribute that the type doesn't have has no value.
    #[must_use]
    pub fn matches(&self, resource_type: ResourceType, resource: &Value) -> bool {
        holds(self, Scope::Resource(resource_type), resource)
    }

    /// Whether one value of the multi-valued `attribute` satisfies the filter of a value path.
    #[must_use]
    pub fn matches_value(&self, attribute: &'static Attribute, value: &Value) -> bool {
        holds(self, Scope::ValueOf(attribute), value)
    }
}

fn holds(filter: &Filter, scope: Scope, value: &Value) -> bool {
    match filter {
        Filter::And(terms) => terms.iter().all(|term| holds(term, scope, value)),
        Filter::Or(terms) => terms.iter().any(|term| holds(term, scope, value)),
        Filter::Not(inner) => !holds(inner, scope, value),
        Filter::Present(path) => scope.resolve(path).is_some_and(|location| !values_at(&location, value).is_empty()),
        Filter::Compare(path, operator, literal) => match scope.resolve(path) {
            Some(location) => {
                let location = location.compared();
                let Attribute { case_exact, kind, .. } = *location.attribute();
                compare_all(&values_at(&location, value), case_exact, kind, *operator, literal)
            }
            None => compare_all(&[], false, Kind::Text, *operator, literal),
        },
        Filter::ValuePath(path, inner) => scope.resolve(path).is_some_and(|location| {
            let inside = Scope::ValueOf(location.attribute());
            values_at(&location, value).into_iter().any(|element| holds(inner, inside, element))
        }),
    }
}

/// The values at a location, lists opened, empty ones left out.
fn values_at<'v>(location: &Location, value: &'v Value) -> Vec<&'v Value> {
    location.steps().iter().fold(vec![value], |found, step| members_named(&found, step.name))
}

fn members_named<'v>(values: &[&'v Value], name: &str) -> Vec<&'v Value> {
    let mut found = Vec::new();
    for member in values.iter().filter_map(|value| value.get(name)) {
        match member {
            Value::Array(elements) => found.extend(elements),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => found.push(member),
        }
    }
    found.retain(|value| !is_empty(value));
    found
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn compare_all(values: &[&Value], case_exact: bool, kind: Kind, operator: Operator, literal: &Literal) -> bool {
    if operator == Operator::Ne {
        return !compare_all(values, case_exact, kind, Operator::Eq, literal);
    }
    if *literal == Literal::Null {
        return operator == Operator::Eq && values.is_empty();
    }
    values.iter().any(|value| match (value, literal) {
        (Value::String(text), _) if kind == Kind::DateTime => compare_dates(text, operator, literal),
        (Value::String(text), _) => compare_texts(text, case_exact, operator, literal),
        (Value::Bool(flag), _) => operator == Operator::Eq && as_boolean(literal) == Some(*flag),
        (Value::Number(left), Literal::Number(right)) => by_order(left.as_f64().partial_cmp(&right.as_f64()), operator),
        (Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_), _) => false,
    })
}

fn compare_dates(text: &str, operator: Operator, literal: &Literal) -> bool {
    match (operator, literal) {
        (Operator::Co | Operator::Sw | Operator::Ew, _) => compare_texts(text, true, operator, literal),
        (_, Literal::Text(date)) => {
            let order = timestamp(text).zip(timestamp(date)).map(|(left, right)| left.cmp(&right));
            by_order(order, operator)
        }
        (_, Literal::Null | Literal::Boolean(_) | Literal::Number(_)) => false,
    }
}

fn compare_texts(text: &str, case_exact: bool, operator: Operator, literal: &Literal) -> bool {
    let fold = |text: &str| if case_exact { text.to_owned() } else { text.to_lowercase() };
    let wanted = match literal {
        Literal::Text(wanted) => fold(wanted),
        // Some clients leave the quotes off an employee number.
        Literal::Number(number) => number.to_string(),
        Literal::Null | Literal::Boolean(_) => return false,
    };
    let text = fold(text);
    match operator {
        Operator::Co => text.contains(&wanted),
        Operator::Sw => text.starts_with(&wanted),
        Operator::Ew => text.ends_with(&wanted),
        Operator::Eq | Operator::Ne | Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => {
            by_order(Some(text.cmp(&wanted)), operator)
        }
    }
}

fn by_order(order: Option<Ordering>, operator: Operator) -> bool {
    let Some(order) = order else { return false };
    match operator {
        Operator::Eq => order.is_eq(),
        Operator::Ne => order.is_ne(),
        Operator::Gt => order.is_gt(),
        Operator::Ge => order.is_ge(),
        Operator::Lt => order.is_lt(),
        Operator::Le => order.is_le(),
        Operator::Co | Operator::Sw | Operator::Ew => false,
    }
}

fn as_boolean(literal: &Literal) -> Option<bool> {
    match literal {
        Literal::Boolean(flag) => Some(*flag),
        Literal::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Literal::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
        Literal::Text(_) | Literal::Null | Literal::Number(_) => None,
    }
}

/// The moment that an RFC 3339 text names.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

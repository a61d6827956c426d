//! `attributes` and `excludedAttributes` (RFC 7644 §3.9).

use serde_json::{Map, Value};

use crate::path::AttrPath;
use crate::schema::{Attribute, Location, ResourceType, Returned};

/// Which attributes an answer holds. `id` and `schemas` are in every one; names that a type doesn't have count for
/// nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Projection {
    /// All.
    #[default]
    All,
    /// These.
    Only(Vec<AttrPath>),
    /// All but these.
    Except(Vec<AttrPath>),
}

impl Projection {
    /// From the two parameters, each a list of names. They exclude each other; where a client sends both, `attributes`
    /// counts.
    #[must_use]
    pub fn new<'a>(attributes: impl IntoIterator<Item = &'a str>, excluded: impl IntoIterator<Item = &'a str>) -> Self {
        let (only, except) = (paths(attributes), paths(excluded));
        match (only.is_empty(), except.is_empty()) {
            (false, _) => Self::Only(only),
            (true, false) => Self::Except(except),
            (true, true) => Self::All,
        }
    }

    /// Whether any part of the top-level attribute `name` is in the answer, so that what isn't need not be loaded.
    #[must_use]
    pub fn wants(&self, resource_type: ResourceType, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(paths) => {
                locations(resource_type, paths).iter().any(|location| location.steps()[0].is_named(name))
            }
            Self::Except(paths) => !locations(resource_type, paths)
                .iter()
                .any(|location| matches!(location.steps(), [only] if only.is_named(name))),
        }
    }

    /// Whether an attribute that is returned on request was asked for by its own name, such as `members.display`.
    #[must_use]
    pub fn names(&self, resource_type: ResourceType, path: &str) -> bool {
        match self {
            Self::All | Self::Except(_) => false,
            Self::Only(paths) => {
                locations(resource_type, paths).iter().any(|location| location.to_string().eq_ignore_ascii_case(path))
            }
        }
    }

    /// What is left of a rendered resource.
    #[must_use]
    pub fn apply(&self, resource_type: ResourceType, resource: Value) -> Value {
        let Value::Object(resource) = resource else { return resource };
        let (paths, keep): (_, Keep) = match self {
            Self::All => return Value::Object(resource),
            Self::Only(paths) => (paths, only),
            Self::Except(paths) => (paths, except),
        };
        let locations = locations(resource_type, paths);
        let steps = locations.iter().map(Location::steps).collect();
        let mut kept = keep(&resource, &steps);
        let in_every_answer =
            |name: &str| resource_type.attribute(name).is_some_and(|attribute| attribute.returned == Returned::Always);
        // Rebuilt in the order of the resource: what must be there, and what was kept.
        let names = resource.iter().filter_map(|(name, value)| {
            let value = if in_every_answer(name) { Some(value.clone()) } else { kept.remove(name) };
            value.map(|value| (name.clone(), value))
        });
        Value::Object(names.collect())
    }
}

/// The ways into an object, each as the definitions that are still ahead.
type Steps<'a> = Vec<&'a [&'static Attribute]>;

/// What is left of an object.
type Keep = fn(&Map<String, Value>, &Steps<'_>) -> Map<String, Value>;

fn below<'a>(paths: &Steps<'a>, name: &str) -> Steps<'a> {
    paths.iter().filter(|path| path.first().is_some_and(|step| step.name == name)).map(|path| &path[1..]).collect()
}

fn only(object: &Map<String, Value>, paths: &Steps<'_>) -> Map<String, Value> {
    let kept = object.iter().filter_map(|(name, value)| {
        let inside = below(paths, name);
        let value = match inside.iter().any(|path| path.is_empty()) {
            true => value.clone(),
            false if inside.is_empty() => return None,
            false => inside_of(value, &inside, only),
        };
        Some((name.clone(), value))
    });
    kept.collect()
}

fn except(object: &Map<String, Value>, paths: &Steps<'_>) -> Map<String, Value> {
    let kept = object.iter().filter_map(|(name, value)| {
        let inside = below(paths, name);
        let excluded = inside.iter().any(|path| path.is_empty());
        (!excluded).then(|| (name.clone(), inside_of(value, &inside, except)))
    });
    kept.collect()
}

fn inside_of(value: &Value, paths: &Steps<'_>, keep: Keep) -> Value {
    match value {
        Value::Object(object) => Value::Object(keep(object, paths)),
        Value::Array(elements) => elements.iter().map(|element| inside_of(element, paths, keep)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn paths<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<AttrPath> {
    names.into_iter().filter_map(|name| AttrPath::read(name.trim())).collect()
}

fn locations(resource_type: ResourceType, paths: &[AttrPath]) -> Vec<Location> {
    paths.iter().filter_map(|path| resource_type.resolve(path)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ENTERPRISE: &str = crate::schema::enterprise::URN;

    fn check(projection: &Projection, expected: &Value) {
        let resource = json!({
            "schemas": ["s"], "id": "1", "userName": "ann", "name": {"givenName": "Ann", "familyName": "Lee"},
            "emails": [{"value": "a@b", "type": "work"}], ENTERPRISE: {"department": "X", "division": "Y"},
            "meta": {"version": "v"}
        });
        assert_eq!(&projection.apply(ResourceType::User, resource), expected, "{projection:?}");
    }

    #[test]
    fn only_what_was_asked_for_and_what_is_in_every_answer() {
        check(
            &Projection::new(
                ["USERNAME", "name.familyname", "emails.value", &format!("{ENTERPRISE}:division"), "shoeSize"],
                [],
            ),
            &json!({"schemas": ["s"], "id": "1", "userName": "ann", "name": {"familyName": "Lee"},
                "emails": [{"value": "a@b"}], ENTERPRISE: {"division": "Y"}}),
        );
    }

    #[test]
    fn all_but_what_was_excluded_save_what_is_in_every_answer() {
        check(
            &Projection::new([], ["id", "meta", "name.givenName", "emails", ENTERPRISE]),
            &json!({"schemas": ["s"], "id": "1", "userName": "ann", "name": {"familyName": "Lee"}}),
        );
    }

    #[test]
    fn members_need_loading_only_where_they_are_wanted() {
        for (projection, wanted) in [
            (Projection::All, true),
            (Projection::new([], ["members"]), false),
            (Projection::new([], ["members.display"]), true),
            (Projection::new(["displayName"], []), false),
            (Projection::new(["members.value"], []), true),
        ] {
            assert_eq!(projection.wants(ResourceType::Group, "members"), wanted, "{projection:?}");
        }
    }
}

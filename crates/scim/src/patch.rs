//! PATCH (RFC 7644 §3.5.2), as RFC and real clients have it: operations in any case, dotted and URN paths, values
//! without a path, one-element lists for single values, `"True"` for `true`.

mod edit;
mod group;
mod user;

pub use group::{ExternalId, GroupPatch, MemberChange};
pub use user::UserPatch;

use serde_json::{Map, Value};

use crate::error::{Result, ScimError};
use crate::filter::Filter;
use crate::limits::MAX_OPERATIONS;
use crate::path::{AttrPath, Path, excerpt};
use crate::schema::{Location, Mutability, ResourceType};

/// The schema of a PATCH body.
pub const PATCH_URN: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// The body of a PATCH: operations, all of which apply or none.
#[derive(Debug, Clone, PartialEq)]
pub struct PatchOp {
    operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
struct Operation {
    verb: Verb,
    path: Option<Path>,
    value: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Add,
    Replace,
    Remove,
}

impl Verb {
    fn read(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "add" => Some(Self::Add),
            "replace" => Some(Self::Replace),
            "remove" => Some(Self::Remove),
            _ => None,
        }
    }
}

/// An operation on one path; those without a path are taken apart into one for each key of their value.
struct Assignment<'a> {
    verb: Verb,
    path: Path,
    value: Option<&'a Value>,
    origin: Origin,
}

/// Where a path was written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// In `path`: the client means this attribute.
    Path,
    /// As a key of a whole value: it may have travelled along unchanged.
    Key,
}

/// What a path leads to once the rules for attributes that clients don't write are applied.
enum Target {
    Attribute(Location),
    /// Not known here; told to the administrator through the log rather than failing what is known.
    Unknown,
    /// Known, and rightly left alone.
    Untouched,
}

impl PatchOp {
    /// Reads the body of a PATCH.
    ///
    /// # Errors
    /// `invalidSyntax` for a body of another shape, `invalidPath` for a path that can't be read, 413 for more than
    /// [`MAX_OPERATIONS`] operations.
    pub fn parse(body: &Value) -> Result<Self> {
        let operations =
            member(body, "Operations").and_then(Value::as_array).filter(|operations| !operations.is_empty());
        let Some(operations) = operations else {
            return Err(ScimError::invalid_syntax(
                "The body of a PATCH needs `Operations`, a list of at least one operation.",
            ));
        };
        if operations.len() > MAX_OPERATIONS {
            return Err(ScimError::too_large("operations", MAX_OPERATIONS));
        }
        let operations = operations.iter().map(Operation::parse).collect::<Result<_>>()?;
        Ok(Self { operations })
    }

    fn assignments(&self, resource_type: ResourceType, unknown: &mut Vec<String>) -> Result<Vec<Assignment<'_>>> {
        let mut assignments = Vec::new();
        for operation in &self.operations {
            operation.assignments(resource_type, &mut assignments, unknown)?;
        }
        Ok(assignments)
    }
}

impl Operation {
    fn parse(sent: &Value) -> Result<Self> {
        let word = member(sent, "op").and_then(Value::as_str).unwrap_or_default();
        let verb = Verb::read(word).ok_or_else(|| {
            ScimError::invalid_syntax(format!(
                "The operation \"{}\" isn't known. `op` must be add, replace or remove.",
                excerpt(word)
            ))
        })?;
        let path = match member(sent, "path") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) if text.trim().is_empty() => None,
            Some(Value::String(text)) => Some(text.parse()?),
            Some(other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_))) => {
                return Err(ScimError::invalid_path(format!(
                    "`path` must be text, but is {}.",
                    excerpt(&other.to_string())
                )));
            }
        };
        let value = member(sent, "value").cloned();
        match (verb, &value) {
            (Verb::Add | Verb::Replace, None) => {
                Err(ScimError::invalid_value(format!("The operation \"{word}\" needs a `value`.")))
            }
            (Verb::Add | Verb::Replace, Some(_)) | (Verb::Remove, _) => Ok(Self { verb, path, value }),
        }
    }

    fn assignments<'a>(
        &'a self,
        resource_type: ResourceType,
        into: &mut Vec<Assignment<'a>>,
        unknown: &mut Vec<String>,
    ) -> Result<()> {
        let whole = match &self.path {
            Some(path) if !path.attribute.is_schema(resource_type.schema().id) => {
                into.push(Assignment {
                    verb: self.verb,
                    path: path.clone(),
                    value: self.value.as_ref(),
                    origin: Origin::Path,
                });
                return Ok(());
            }
            Some(_) | None => self.value.as_ref(),
        };
        if self.verb == Verb::Remove {
            return Err(ScimError::no_target("A remove needs a `path` that says what to remove."));
        }
        let Some(Value::Object(attributes)) = whole else {
            return Err(ScimError::invalid_value(
                "An operation without a `path` needs an object of attributes as its `value`.",
            ));
        };
        self.spread(resource_type, attributes, into, unknown);
        Ok(())
    }

    fn spread<'a>(
        &self,
        resource_type: ResourceType,
        attributes: &'a Map<String, Value>,
        into: &mut Vec<Assignment<'a>>,
        unknown: &mut Vec<String>,
    ) {
        for (key, value) in attributes {
            match (key.parse::<Path>(), value) {
                (Ok(path), Value::Object(inner)) if path.attribute.is_schema(resource_type.schema().id) => {
                    self.spread(resource_type, inner, into, unknown);
                }
                (Ok(path), _) => {
                    into.push(Assignment { verb: self.verb, path, value: Some(value), origin: Origin::Key })
                }
                (Err(_), _) => unknown.push(excerpt(key)),
            }
        }
    }
}

impl Assignment<'_> {
    /// Its share of [`MAX_PATCH_COST`](crate::limits::MAX_PATCH_COST).
    fn cost(&self) -> usize {
        let values = self.value.and_then(Value::as_array).map_or(0, Vec::len);
        1 + values + self.path.filter.as_ref().map_or(0, Filter::size)
    }

    fn target(&self, resource_type: ResourceType, id: &str) -> Result<Target> {
        let Some(location) = resource_type.resolve(&self.path.attribute) else { return Ok(Target::Unknown) };
        let steps = location.steps();
        // `null` in a whole value is no wish to disable a person or to empty a group.
        let has_nothing = self.origin == Origin::Key && self.value.is_none_or(Value::is_null);
        if has_nothing && (steps[0].sticky || steps[0].required) {
            return Ok(Target::Untouched);
        }
        if steps.iter().all(|step| step.mutability != Mutability::ReadOnly) {
            return Ok(Target::Attribute(location));
        }
        match (steps[0].name, self.origin) {
            ("id", _) if self.value.and_then(Value::as_str) != Some(id) => Err(ScimError::mutability("id")),
            ("id" | "schemas", _) | (_, Origin::Key) => Ok(Target::Untouched),
            (_, Origin::Path) => Err(ScimError::mutability(&location.to_string())),
        }
    }
}

impl AttrPath {
    /// Whether the whole path is the URN of that schema.
    fn is_schema(&self, urn: &str) -> bool {
        self.sub_attribute().is_none() && self.schema().is_some() && self.to_string().eq_ignore_ascii_case(urn)
    }
}

/// A member of a message, by name without regard to case.
fn member<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    object.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

//! What a request changed, for the provisioning log.

use std::fmt;

use serde_json::{Map, Value};

use crate::user::User;

/// One attribute that differs. Its text is for people: `name.familyName: "Eng" → "England"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Canonical path of the attribute.
    pub path: String,
    /// The value before; `None` where it had none.
    pub before: Option<Value>,
    /// The value after; `None` where it has none.
    pub after: Option<Value>,
}

/// Everything in which two states of a user differ, in the schema's order; multi-valued attributes as a whole.
#[must_use]
pub fn changes(before: &User, after: &User) -> Vec<Change> {
    let mut found = Vec::new();
    compare("", before.attributes(), after.attributes(), &mut found);
    found
}

fn compare(prefix: &str, before: &Map<String, Value>, after: &Map<String, Value>, found: &mut Vec<Change>) {
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    for name in after.keys().chain(gone) {
        let path = format!("{prefix}{name}");
        match (before.get(name), after.get(name)) {
            (Some(old), Some(new)) if old == new => {}
            (Some(Value::Object(old)), Some(Value::Object(new))) => {
                let separator = if name.contains(':') { ':' } else { '.' };
                compare(&format!("{path}{separator}"), old, new, found);
            }
            (old, new) => found.push(Change { path, before: old.cloned(), after: new.cloned() }),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, before, after } = self;
        match (before, after) {
            (Some(before), Some(after)) => write!(f, "{path}: {before} → {after}"),
            (None, Some(after)) => write!(f, "{path}: set to {after}"),
            (Some(before), None) => write!(f, "{path}: {before} removed"),
            (None, None) => write!(f, "{path}: unchanged"),
        }
    }
}

//! From the text of an attribute path to its definition.

use std::fmt;

use super::{Attribute, ResourceType};
use crate::comparable;
use crate::path::AttrPath;

/// The definitions on the way to an attribute, outermost first: one to three of them, such as `emails` → `value`, or
/// the enterprise extension → `manager` → `displayName`. Their names are the keys that lead to the value in the
/// resource's JSON.
#[derive(Debug, Clone)]
pub struct Location {
    steps: Vec<&'static Attribute>,
}

impl Location {
    pub(crate) fn top(attribute: &'static Attribute) -> Self {
        Self { steps: vec![attribute] }
    }

    /// Every definition on the way; never empty.
    #[must_use]
    pub fn steps(&self) -> &[&'static Attribute] {
        &self.steps
    }

    /// The attribute itself, the last step.
    #[must_use]
    pub fn attribute(&self) -> &'static Attribute {
        // A location is built from its first step on, so that the last one exists.
        self.steps[self.steps.len() - 1]
    }

    /// The part of that name of the attribute, whatever its case; `None` where it has no such one.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<Self> {
        descend(self.steps.clone(), Some(name))
    }

    /// The key under which [`User::comparable_values`](crate::User::comparable_values) has its values: `emails.value`,
    /// `enterprise.department`.
    #[must_use]
    pub fn key(&self) -> String {
        self.steps.iter().fold(String::new(), |key, step| comparable::join(&key, step))
    }

    /// Where a comparison with this attribute looks: comparing a complex one means its `value` (RFC 7644 §3.4.2.2).
    #[must_use]
    pub fn compared(mut self) -> Self {
        self.steps.extend(self.attribute().sub_attribute("value"));
        self
    }
}

/// The canonical spelling of the path, fit to be matched on: `userName`, `emails.value`,
/// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department`.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for step in &self.steps {
            write!(f, "{separator}{}", step.name)?;
            separator = if step.name.contains(':') { ":" } else { "." };
        }
        Ok(())
    }
}

impl ResourceType {
    /// The attribute that `path` names, or `None` where this type has no such one.
    ///
    /// An extension's URN alone names the whole extension, and a core attribute may carry the core schema's URN.
    #[must_use]
    pub fn resolve(self, path: &AttrPath) -> Option<Location> {
        let Some(schema) = path.schema() else {
            let attribute = self.attribute(path.name())?;
            return descend(vec![attribute], path.sub_attribute());
        };
        if schema.eq_ignore_ascii_case(self.schema().id) {
            let attribute = self.attribute(path.name())?;
            return descend(vec![attribute], path.sub_attribute());
        }
        let extension = self.attribute(self.extension()?.id)?;
        if extension.is_named(schema) {
            let attribute = extension.sub_attribute(path.name())?;
            return descend(vec![extension, attribute], path.sub_attribute());
        }
        if extension.is_named(&format!("{schema}:{}", path.name())) {
            return descend(vec![extension], path.sub_attribute());
        }
        None
    }
}

fn descend(mut steps: Vec<&'static Attribute>, sub_attribute: Option<&str>) -> Option<Location> {
    if let Some(name) = sub_attribute {
        let sub = steps.last()?.sub_attribute(name)?;
        steps.push(sub);
    }
    Some(Location { steps })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_their_canonical_spelling() {
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        for (path, expected) in [
            ("USERNAME", Some("userName".to_owned())),
            ("emails.VALUE", Some("emails.value".to_owned())),
            ("urn:ietf:params:scim:schemas:core:2.0:user:name.familyname", Some("name.familyName".to_owned())),
            (enterprise, Some(enterprise.to_owned())),
            (&format!("{enterprise}:Department"), Some(format!("{enterprise}:department"))),
            (&format!("{enterprise}.department"), Some(format!("{enterprise}:department"))),
            (&format!("{enterprise}:manager.value"), Some(format!("{enterprise}:manager.value"))),
            ("department", None),
            ("name.shoeSize", None),
            ("urn:example:custom:2.0:User:tag", None),
        ] {
            let path: AttrPath = path.parse().unwrap();
            assert_eq!(ResourceType::User.resolve(&path).map(|found| found.to_string()), expected, "{path}");
        }
    }
}

//! Users (RFC 7643 §4.1, §4.3): what is kept of one, POST and PUT bodies, rendering.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::canonical;
use crate::error::{Result, ScimError};
use crate::meta::Meta;
use crate::schema::{Attribute, ResourceType};

/// A user in canonical form: exactly the attributes of the schema, in its spelling, of the right types, none empty.
/// `userName` and `active` are always there; `id`, `groups`, `meta` and passwords never.
///
/// Serialised, it is the JSON object of those attributes, and that text reads back as the same user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct User {
    attributes: Map<String, Value>,
}

/// A whole user as a client sent it with POST or PUT, in canonical form.
#[derive(Debug, Clone, PartialEq)]
pub struct UserBody {
    attributes: Map<String, Value>,
}

/// A group that a user is a member of, for the read-only `groups` attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupReference {
    /// Id of the group.
    pub id: String,
    /// Absolute URL of the group.
    pub location: String,
    /// Name of the group.
    pub display: String,
}

impl UserBody {
    /// Reads the body of a POST or PUT. `null`, `[]` and absent are alike; unknown and read-only attributes are left
    /// out.
    ///
    /// # Errors
    /// `invalidSyntax` where it isn't an object; `invalidValue` where `userName` is missing or a value has the wrong
    /// type.
    pub fn parse(body: &Value) -> Result<Self> {
        let sent = body
            .as_object()
            .ok_or_else(|| ScimError::invalid_syntax("The body must be one JSON object that describes a user."))?;
        let attributes = canonical::object(ResourceType::User.attributes(), sent)?;
        require_user_name(&attributes)?;
        Ok(Self { attributes })
    }

    /// The user that a POST makes: active, unless the body says otherwise.
    #[must_use]
    pub fn create(self) -> User {
        let mut attributes = self.attributes;
        attributes.entry("active").or_insert(Value::Bool(true));
        User { attributes: in_schema_order(attributes) }
    }

    /// The user that a PUT of this body makes of `current`: what the body doesn't have is cleared, except `active`,
    /// `externalId` and `emails`, which stay.
    #[must_use]
    pub fn replace(self, current: &User) -> User {
        let mut attributes = self.attributes;
        for Attribute { name, .. } in ResourceType::User.attributes().filter(|attribute| attribute.sticky) {
            if let (false, Some(kept)) = (attributes.contains_key(*name), current.attributes.get(*name)) {
                attributes.insert((*name).to_owned(), kept.clone());
            }
        }
        User { attributes: in_schema_order(attributes) }
    }
}

impl User {
    /// Unique name, compared without regard to case.
    #[must_use]
    pub fn user_name(&self) -> &str {
        self.text("userName").unwrap_or_default()
    }

    /// The directory's own identifier of the person.
    #[must_use]
    pub fn external_id(&self) -> Option<&str> {
        self.text("externalId")
    }

    /// Whether the person is active as far as the directory is concerned.
    #[must_use]
    pub fn active(&self) -> bool {
        self.attributes.get("active").and_then(Value::as_bool).unwrap_or(false)
    }

    /// The name to show: `displayName`, else the name in full, else given and family name; `None` where none of it is
    /// known.
    #[must_use]
    pub fn display_name(&self) -> Option<String> {
        if let Some(name) = self.text("displayName").or_else(|| self.name_part("formatted")) {
            return Some(name.to_owned());
        }
        let parts: Vec<&str> =
            [self.name_part("givenName"), self.name_part("familyName")].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// The e-mail address to write to: the primary one, else the one for work, else the first.
    #[must_use]
    pub fn primary_email(&self) -> Option<&str> {
        let emails = self.attributes.get("emails")?.as_array()?;
        let is_primary = |email: &&Value| email.get("primary") == Some(&Value::Bool(true));
        let is_work = |email: &&Value| {
            email.get("type").and_then(Value::as_str).is_some_and(|kind| kind.eq_ignore_ascii_case("work"))
        };
        let address = |email: &'_ Value| email.get("value").is_some();
        let candidates = || emails.iter().filter(|email| address(email));
        let chosen =
            candidates().find(is_primary).or_else(|| candidates().find(is_work)).or_else(|| candidates().next())?;
        chosen.get("value")?.as_str()
    }

    /// A top-level text attribute by its canonical name, such as `locale` or `timezone`.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)?.as_str()
    }

    /// A part of `name`, such as `familyName`.
    #[must_use]
    pub fn name_part(&self, part: &str) -> Option<&str> {
        self.attributes.get("name")?.get(part)?.as_str()
    }

    /// An attribute of the enterprise extension, such as `department`.
    #[must_use]
    pub fn enterprise(&self, name: &str) -> Option<&Value> {
        self.attributes.get(crate::schema::enterprise::URN)?.get(name)
    }

    /// Every attribute in canonical form.
    #[must_use]
    pub fn attributes(&self) -> &Map<String, Value> {
        &self.attributes
    }

    /// The resource as clients see it.
    #[must_use]
    pub fn render(&self, meta: &Meta, groups: &[GroupReference]) -> Value {
        let mut attributes = self.attributes.clone();
        if !groups.is_empty() {
            attributes.insert("groups".into(), groups.iter().map(GroupReference::to_json).collect());
        }
        meta.complete(ResourceType::User, attributes)
    }

    /// A user of canonical attributes after a change: a user without `active` is a disabled one.
    pub(crate) fn from_canonical(mut attributes: Map<String, Value>) -> Result<Self> {
        require_user_name(&attributes)?;
        attributes.entry("active").or_insert(Value::Bool(false));
        Ok(Self { attributes: in_schema_order(attributes) })
    }
}

impl GroupReference {
    fn to_json(&self) -> Value {
        let mut group = Map::new();
        group.insert("value".into(), self.id.clone().into());
        group.insert("$ref".into(), self.location.clone().into());
        group.insert("display".into(), self.display.clone().into());
        group.insert("type".into(), "direct".into());
        Value::Object(group)
    }
}

impl TryFrom<Value> for User {
    type Error = ScimError;

    fn try_from(stored: Value) -> Result<Self> {
        Self::from_canonical(UserBody::parse(&stored)?.attributes)
    }
}

impl From<User> for Value {
    fn from(user: User) -> Self {
        Self::Object(user.attributes)
    }
}

fn require_user_name(attributes: &Map<String, Value>) -> Result<()> {
    let given = attributes.get("userName").and_then(Value::as_str).is_some_and(|name| !name.trim().is_empty());
    if given {
        Ok(())
    } else {
        Err(ScimError::invalid_value(
            "`userName` is missing. Map it to the sign-in name or e-mail address in the directory.",
        ))
    }
}

fn in_schema_order(mut attributes: Map<String, Value>) -> Map<String, Value> {
    let names = ResourceType::User.attributes().map(|attribute| attribute.name);
    names.filter_map(|name| attributes.remove_entry(name)).collect()
}

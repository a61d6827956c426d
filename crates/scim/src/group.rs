//! Groups (RFC 7643 §4.2): POST and PUT bodies, rendering. Members are the store's: a group here never holds them.

use serde_json::{Map, Value};

use crate::canonical;
use crate::error::{Result, ScimError};
use crate::limits::MAX_MEMBERS;
use crate::meta::Meta;
use crate::path::excerpt;
use crate::schema::ResourceType;

/// A group without its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Name of the group.
    pub display_name: String,
    /// The directory's own identifier of the group.
    pub external_id: Option<String>,
}

/// A whole group as a client sent it with POST or PUT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupBody {
    /// Name of the group.
    pub display_name: String,
    /// The directory's own identifier; `None` in a PUT leaves it as it is.
    pub external_id: Option<String>,
    /// Ids of the members, each once; `None` (absent, `null` or `[]`) in a PUT leaves them as they are.
    pub members: Option<Vec<String>>,
}

/// A member, for rendering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Id of the member.
    pub id: String,
    /// Whether it is a person or a group.
    pub resource_type: ResourceType,
    /// Absolute URL of the member.
    pub location: String,
    /// Name to show.
    pub display: Option<String>,
}

impl GroupBody {
    /// Reads the body of a POST or PUT. Unknown attributes are left out; members without an id too.
    ///
    /// # Errors
    /// `invalidSyntax` where it isn't an object; `invalidValue` where `displayName` is missing or a value has the wrong
    /// type; 413 where it names more than [`MAX_MEMBERS`].
    pub fn parse(body: &Value) -> Result<Self> {
        let sent = body
            .as_object()
            .ok_or_else(|| ScimError::invalid_syntax("The body must be one JSON object that describes a group."))?;
        // Members are read apart: there may be tens of thousands, far beyond what other lists may hold.
        let others = ResourceType::Group.attributes().filter(|attribute| attribute.name != "members");
        let attributes = canonical::object(others, sent)?;
        let text = |name: &str| attributes.get(name).and_then(Value::as_str).map(str::to_owned);
        let display_name = text("displayName").filter(|name| !name.trim().is_empty()).ok_or_else(missing_name)?;
        let members = sent.iter().rfind(|(name, _)| name.eq_ignore_ascii_case("members")).map(|(_, members)| members);
        let members = members.map(member_ids).transpose()?.filter(|ids| !ids.is_empty());
        Ok(Self { display_name, external_id: text("externalId"), members })
    }

    /// The group that a POST makes, beside its members.
    #[must_use]
    pub fn create(&self) -> Group {
        Group { display_name: self.display_name.clone(), external_id: self.external_id.clone() }
    }

    /// The group that a PUT of this body makes of `current`, beside its members.
    #[must_use]
    pub fn replace(&self, current: &Group) -> Group {
        let external_id = self.external_id.clone().or_else(|| current.external_id.clone());
        Group { display_name: self.display_name.clone(), external_id }
    }
}

impl Group {
    /// The resource as clients see it; `members` is `None` where the client doesn't want them, so that they need not be
    /// loaded.
    #[must_use]
    pub fn render(&self, meta: &Meta, members: Option<&[Member]>) -> Value {
        let mut attributes = Map::new();
        if let Some(external_id) = &self.external_id {
            attributes.insert("externalId".into(), external_id.clone().into());
        }
        attributes.insert("displayName".into(), self.display_name.clone().into());
        if let Some(members) = members {
            attributes.insert("members".into(), members.iter().map(Member::to_json).collect());
        }
        meta.complete(ResourceType::Group, attributes)
    }
}

impl Member {
    fn to_json(&self) -> Value {
        let mut member = Map::new();
        member.insert("value".into(), self.id.clone().into());
        member.insert("$ref".into(), self.location.clone().into());
        member.insert("type".into(), self.resource_type.name().into());
        if let Some(display) = &self.display {
            member.insert("display".into(), display.clone().into());
        }
        Value::Object(member)
    }
}

/// The ids in a `members` value: a list of objects, a lone object, or mere ids; each id once, in order. An element
/// without an id is left out rather than failing the others.
pub(crate) fn member_ids(sent: &Value) -> Result<Vec<String>> {
    let elements = match sent {
        Value::Array(elements) => elements.as_slice(),
        Value::Null => &[],
        Value::Object(_) | Value::String(_) => std::slice::from_ref(sent),
        Value::Bool(_) | Value::Number(_) => {
            return Err(ScimError::invalid_value(format!(
                "`members` must be a list like [{{\"value\": \"ID\"}}], but is {}.",
                excerpt(&sent.to_string())
            )));
        }
    };
    if elements.len() > MAX_MEMBERS {
        return Err(ScimError::too_large("members", MAX_MEMBERS));
    }
    let mut seen = std::collections::HashSet::with_capacity(elements.len());
    let ids = elements.iter().filter_map(member_id).filter(|id| seen.insert(*id));
    Ok(ids.map(str::to_owned).collect())
}

fn member_id(element: &Value) -> Option<&str> {
    let members = match element {
        Value::String(id) => return Some(id.as_str()).filter(|id| !id.is_empty()),
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return None,
    };
    let text = |wanted: &str| {
        let found = members.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        found.1.as_str().filter(|text| !text.is_empty())
    };
    // A member may be named by its URL alone, whose last segment is the id.
    text("value").or_else(|| text("$ref")?.rsplit('/').next().filter(|id| !id.is_empty()))
}

pub(crate) fn missing_name() -> ScimError {
    ScimError::invalid_value("`displayName` is missing. A group needs a name.")
}

//! What the server knows about a resource, and rendering with it (RFC 7643 §3.1).

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::schema::ResourceType;
use crate::version::Version;

/// The server's part of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Identifier; opaque here.
    pub id: String,
    /// Absolute URL of the resource.
    pub location: String,
    /// When it was made here.
    pub created: Timestamp,
    /// When it last changed here.
    pub last_modified: Timestamp,
    /// The version of this state.
    pub version: Version,
}

impl Meta {
    fn to_json(&self, resource_type: ResourceType) -> Value {
        let mut meta = Map::new();
        meta.insert("resourceType".into(), resource_type.name().into());
        meta.insert("created".into(), self.created.to_string().into());
        meta.insert("lastModified".into(), self.last_modified.to_string().into());
        meta.insert("location".into(), self.location.clone().into());
        meta.insert("version".into(), self.version.to_string().into());
        Value::Object(meta)
    }

    /// A resource of these attributes: `schemas` and `id` first, `meta` last.
    pub(crate) fn complete(&self, resource_type: ResourceType, attributes: Map<String, Value>) -> Value {
        let extension = resource_type.extension().map(|schema| schema.id).filter(|urn| attributes.contains_key(*urn));
        let schemas: Vec<&str> = std::iter::once(resource_type.schema().id).chain(extension).collect();
        let mut resource = Map::new();
        resource.insert("schemas".into(), schemas.into());
        resource.insert("id".into(), self.id.clone().into());
        resource.extend(attributes);
        resource.insert("meta".into(), self.to_json(resource_type));
        Value::Object(resource)
    }
}

//! A schema as the document that clients read (RFC 7643 §7).

use serde_json::{Map, Value, json};

use super::{Attribute, Kind, Mutability, Returned, Schema, Uniqueness, service};

impl Schema {
    /// The document; `base_url` is that of the SCIM endpoints.
    #[must_use]
    pub fn document(&self, base_url: &str) -> Value {
        json!({
            "schemas": [service::SCHEMA_URN],
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "attributes": self.attributes.iter().map(Attribute::document).collect::<Vec<_>>(),
            "meta": {"resourceType": "Schema", "location": format!("{base_url}/Schemas/{}", self.id)}
        })
    }
}

impl Attribute {
    fn document(&self) -> Value {
        let mut document = Map::new();
        document.insert("name".into(), self.name.into());
        document.insert("type".into(), self.kind.as_str().into());
        document.insert("multiValued".into(), self.multi_valued.into());
        document.insert("description".into(), self.description.into());
        document.insert("required".into(), self.required.into());
        if self.kind != Kind::Complex {
            document.insert("caseExact".into(), self.case_exact.into());
        }
        document.insert("mutability".into(), self.mutability.as_str().into());
        document.insert("returned".into(), self.returned.as_str().into());
        document.insert("uniqueness".into(), self.uniqueness.as_str().into());
        if !self.canonical_values.is_empty() {
            document.insert("canonicalValues".into(), self.canonical_values.into());
        }
        if !self.reference_types.is_empty() {
            document.insert("referenceTypes".into(), self.reference_types.into());
        }
        if !self.sub_attributes.is_empty() {
            document.insert("subAttributes".into(), self.sub_attributes.iter().map(Self::document).collect());
        }
        Value::Object(document)
    }
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::DateTime => "dateTime",
            Self::Binary => "binary",
            Self::Reference => "reference",
            Self::Complex => "complex",
        }
    }
}

impl Mutability {
    fn as_str(self) -> &'static str {
        match self {
            Self::ReadOnly => "readOnly",
            Self::ReadWrite => "readWrite",
            Self::Immutable => "immutable",
        }
    }
}

impl Returned {
    fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Default => "default",
            Self::Request => "request",
        }
    }
}

impl Uniqueness {
    fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Server => "server",
        }
    }
}

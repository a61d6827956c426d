//! SCIM errors and their body (RFC 7644 §3.12).

use std::fmt;

use serde_json::{Map, Value};

/// The schema of an error body.
pub const ERROR_URN: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// The result of everything here that reads what a client sent.
pub type Result<T> = std::result::Result<T, ScimError>;

/// A refusal, ready to be sent: HTTP status, the SCIM detail code and a text that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status}: {detail}")]
pub struct ScimError {
    /// HTTP status code of the answer.
    pub status: u16,
    /// The detail error keyword, where the RFC has one.
    pub scim_type: Option<ScimType>,
    /// For the administrator who reads the provisioning log: what happened, to what, what to do.
    pub detail: String,
}

/// Detail error keywords (RFC 7644 §3.12, table 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScimType {
    /// The filter can't be read, or compares what can't be compared.
    InvalidFilter,
    /// More results or work than the server takes on.
    TooMany,
    /// Another resource holds the value.
    Uniqueness,
    /// The attribute can't be changed by the client.
    Mutability,
    /// The body isn't the JSON structure that the request needs.
    InvalidSyntax,
    /// The `path` of a PATCH operation can't be read.
    InvalidPath,
    /// The `path` of a PATCH operation names nothing that is there.
    NoTarget,
    /// A value is missing or of the wrong type.
    InvalidValue,
    /// The protocol version asked for isn't 2.0.
    InvalidVers,
    /// The value may not travel in a URL.
    Sensitive,
}

impl ScimType {
    /// The keyword as it is sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::InvalidVers => "invalidVers",
            Self::Sensitive => "sensitive",
        }
    }
}

impl fmt::Display for ScimType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ScimError {
    /// An error without a detail keyword.
    #[must_use]
    pub fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { status, scim_type: None, detail: detail.into() }
    }

    fn typed(status: u16, scim_type: ScimType, detail: impl Into<String>) -> Self {
        Self { status, scim_type: Some(scim_type), detail: detail.into() }
    }

    /// 409: `value` of `attribute` belongs to another resource.
    #[must_use]
    pub fn uniqueness(attribute: &str, value: &str) -> Self {
        let detail = format!(
            "`{attribute}` \"{value}\" is taken by another resource here. Choose another value, or rename or remove \
            the other one first."
        );
        Self::typed(409, ScimType::Uniqueness, detail)
    }

    /// 400: `attribute` can't be changed by a client.
    #[must_use]
    pub fn mutability(attribute: &str) -> Self {
        let detail = format!("`{attribute}` is read-only. Leave it out of the request, or send it unchanged.");
        Self::typed(400, ScimType::Mutability, detail)
    }

    /// 400: the filter can't be used.
    #[must_use]
    pub fn invalid_filter(detail: impl Into<String>) -> Self {
        Self::typed(400, ScimType::InvalidFilter, detail)
    }

    /// 400: a PATCH path can't be read.
    #[must_use]
    pub fn invalid_path(detail: impl Into<String>) -> Self {
        Self::typed(400, ScimType::InvalidPath, detail)
    }

    /// 400: a value is missing or of the wrong type.
    #[must_use]
    pub fn invalid_value(detail: impl Into<String>) -> Self {
        Self::typed(400, ScimType::InvalidValue, detail)
    }

    /// 400: the body isn't what the request needs.
    #[must_use]
    pub fn invalid_syntax(detail: impl Into<String>) -> Self {
        Self::typed(400, ScimType::InvalidSyntax, detail)
    }

    /// 400: a PATCH path names nothing that is there.
    #[must_use]
    pub fn no_target(detail: impl Into<String>) -> Self {
        Self::typed(400, ScimType::NoTarget, detail)
    }

    /// 400: the filter asks for more than the server takes on.
    #[must_use]
    pub fn too_many(detail: impl Into<String>) -> Self {
        Self::typed(400, ScimType::TooMany, detail)
    }

    /// 413: the request holds more of something than `limit`.
    #[must_use]
    pub fn too_large(what: &str, limit: usize) -> Self {
        Self::new(413, format!("The request holds more than {limit} {what}. Send it in smaller parts."))
    }

    /// 401: no token, or one that isn't valid.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(
            401,
            "The bearer token is missing, unknown, expired or revoked. Put a current SCIM token of this directory \
            connection into the directory's provisioning settings.",
        )
    }

    /// 404: there is no such resource.
    #[must_use]
    pub fn not_found(resource_type: &str, id: &str) -> Self {
        Self::new(
            404,
            format!(
                "{resource_type} \"{id}\" isn't here: it was never made by this connection, or it was deleted. Look \
                it up by name and use the id of the answer."
            ),
        )
    }

    /// 412: the resource changed since the client read it.
    #[must_use]
    pub fn precondition_failed() -> Self {
        Self::new(
            412,
            "The resource has changed since it was read. Read it again and repeat the change with its new version.",
        )
    }

    /// 501: the server doesn't do this.
    #[must_use]
    pub fn not_implemented(detail: impl Into<String>) -> Self {
        Self::new(501, detail)
    }

    /// The error body; `status` is a string in it, as the RFC has it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut body = Map::new();
        body.insert("schemas".into(), vec![ERROR_URN].into());
        body.insert("status".into(), self.status.to_string().into());
        if let Some(scim_type) = self.scim_type {
            body.insert("scimType".into(), scim_type.as_str().into());
        }
        body.insert("detail".into(), self.detail.clone().into());
        Value::Object(body)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn body_carries_status_as_text_and_the_keyword() {
        let error = ScimError::uniqueness("userName", "ann");
        let body = error.to_json();
        assert_eq!(body["schemas"], json!([ERROR_URN]));
        assert_eq!(body["status"], "409");
        assert_eq!(body["scimType"], "uniqueness");
        assert!(body["detail"].as_str().unwrap().contains("\"ann\""));
    }

    #[test]
    fn errors_without_a_keyword_leave_it_out() {
        assert_eq!(ScimError::not_found("User", "1").to_json().get("scimType"), None);
    }
}

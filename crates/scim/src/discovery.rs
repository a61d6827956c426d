//! The documents by which clients learn what the server does (RFC 7643 §5–7, RFC 7644 §4).

use serde_json::{Value, json};

use crate::error::{Result, ScimError};
use crate::limits::{MAX_BULK_BYTES, MAX_COUNT, MAX_OPERATIONS};
use crate::list::ListResponse;
use crate::schema::{ResourceType, Schema, enterprise, group, service, user};

/// Every schema served, those of the discovery documents too.
pub static SCHEMAS: [&Schema; 6] =
    [&user::SCHEMA, &enterprise::SCHEMA, &group::SCHEMA, &service::CONFIG, &service::RESOURCE_TYPE, &service::SCHEMA];

/// `/ServiceProviderConfig`; `base_url` is that of the SCIM endpoints, without a slash at its end.
#[must_use]
pub fn service_provider_config(base_url: &str) -> Value {
    json!({
        "schemas": [service::CONFIG_URN],
        "patch": {"supported": true},
        "bulk": {"supported": true, "maxOperations": MAX_OPERATIONS, "maxPayloadSize": MAX_BULK_BYTES},
        "filter": {"supported": true, "maxResults": MAX_COUNT},
        "changePassword": {"supported": false},
        "sort": {"supported": true},
        "etag": {"supported": true},
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "A token of the directory connection in the Authorization header",
                "specUri": "https://www.rfc-editor.org/info/rfc6750",
                "primary": true
            }
        ],
        "meta": {"resourceType": "ServiceProviderConfig", "location": format!("{base_url}/ServiceProviderConfig")}
    })
}

/// `/ResourceTypes`.
#[must_use]
pub fn resource_types(base_url: &str) -> Value {
    ListResponse::of_all(ResourceType::ALL.map(|resource_type| resource_type_document(base_url, resource_type)).into())
        .into_json()
}

/// `/ResourceTypes/{name}`.
///
/// # Errors
/// 404 for another name.
pub fn resource_type(base_url: &str, name: &str) -> Result<Value> {
    let found = ResourceType::ALL.into_iter().find(|resource_type| resource_type.name() == name);
    found.map(|found| resource_type_document(base_url, found)).ok_or_else(|| {
        ScimError::new(
            404,
            format!("There is no resource type \"{name}\" here. `/ResourceTypes` lists those that there are."),
        )
    })
}

/// `/Schemas`.
#[must_use]
pub fn schemas(base_url: &str) -> Value {
    ListResponse::of_all(SCHEMAS.map(|schema| schema.document(base_url)).into()).into_json()
}

/// `/Schemas/{urn}`.
///
/// # Errors
/// 404 for another URN.
pub fn schema(base_url: &str, urn: &str) -> Result<Value> {
    let found = SCHEMAS.iter().find(|schema| schema.id.eq_ignore_ascii_case(urn));
    found.map(|found| found.document(base_url)).ok_or_else(|| {
        ScimError::new(404, format!("There is no schema \"{urn}\" here. `/Schemas` lists those that there are."))
    })
}

/// `/Me`: a provisioning token is nobody's alias (RFC 7644 §3.11).
#[must_use]
pub fn me() -> ScimError {
    ScimError::not_implemented(
        "`/Me` isn't served: a provisioning token belongs to a directory, not to a person. Use `/Users/{id}`.",
    )
}

fn resource_type_document(base_url: &str, resource_type: ResourceType) -> Value {
    let extensions: Vec<Value> = resource_type
        .extension()
        .map(|extension| json!({"schema": extension.id, "required": false}))
        .into_iter()
        .collect();
    let name = resource_type.name();
    json!({
        "schemas": [service::RESOURCE_TYPE_URN],
        "id": name,
        "name": name,
        "description": resource_type.schema().description,
        "endpoint": resource_type.endpoint(),
        "schema": resource_type.schema().id,
        "schemaExtensions": extensions,
        "meta": {"resourceType": "ResourceType", "location": format!("{base_url}/ResourceTypes/{name}")}
    })
}

//! The schemas of the discovery documents themselves (RFC 7643 §5–7).

use super::{Attribute, Schema};

/// URN of the service provider configuration.
pub const CONFIG_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
/// URN of a resource type.
pub const RESOURCE_TYPE_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
/// URN of a schema.
pub const SCHEMA_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";

/// The schema of the service provider configuration.
pub static CONFIG: Schema = Schema {
    id: CONFIG_URN,
    name: "ServiceProviderConfig",
    description: "What this SCIM server can do",
    attributes: CONFIG_ATTRIBUTES,
};

/// The schema of a resource type.
pub static RESOURCE_TYPE: Schema = Schema {
    id: RESOURCE_TYPE_URN,
    name: "ResourceType",
    description: "A kind of resource and where it is served",
    attributes: RESOURCE_TYPE_ATTRIBUTES,
};

/// The schema of a schema.
pub static SCHEMA: Schema = Schema {
    id: SCHEMA_URN,
    name: "Schema",
    description: "The attributes that a resource may have",
    attributes: SCHEMA_ATTRIBUTES,
};

const SUPPORTED: Attribute = Attribute::boolean("supported", "Whether the server does this").required().read_only();

const CONFIG_ATTRIBUTES: &[Attribute] = &[
    Attribute::reference("documentationUri", &["external"], "URL of the documentation for people").read_only(),
    Attribute::complex("patch", &[SUPPORTED], "Support of PATCH").required().read_only(),
    Attribute::complex("bulk", BULK, "Support of bulk requests").required().read_only(),
    Attribute::complex("filter", FILTER, "Support of filters").required().read_only(),
    Attribute::complex("changePassword", &[SUPPORTED], "Support of setting passwords").required().read_only(),
    Attribute::complex("sort", &[SUPPORTED], "Support of sorting").required().read_only(),
    Attribute::complex("etag", &[SUPPORTED], "Support of entity tags").required().read_only(),
    Attribute::complex("authenticationSchemes", SCHEME, "Ways to authenticate").multi_valued().required().read_only(),
];

const BULK: &[Attribute] = &[
    SUPPORTED,
    Attribute::integer("maxOperations", "Most operations in one bulk request").required().read_only(),
    Attribute::integer("maxPayloadSize", "Longest bulk request in bytes").required().read_only(),
];

const FILTER: &[Attribute] =
    &[SUPPORTED, Attribute::integer("maxResults", "Most resources in one answer").required().read_only()];

const SCHEME: &[Attribute] = &[
    Attribute::text("type", "Kind of scheme")
        .canonical(&["oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"])
        .required()
        .read_only(),
    Attribute::text("name", "Name of the scheme").required().read_only(),
    Attribute::text("description", "What the scheme is").required().read_only(),
    Attribute::reference("specUri", &["external"], "URL of its specification").read_only(),
    Attribute::reference("documentationUri", &["external"], "URL of its documentation for people").read_only(),
    Attribute::boolean("primary", "Whether this is the preferred scheme").read_only(),
];

const RESOURCE_TYPE_ATTRIBUTES: &[Attribute] = &[
    Attribute::text("id", "Identifier of the resource type").read_only(),
    Attribute::text("name", "Name of the resource type").required().read_only(),
    Attribute::text("description", "What the resource is").read_only(),
    Attribute::reference("endpoint", &["uri"], "Where it is served, below the base URL").required().read_only(),
    Attribute::reference("schema", &["uri"], "URN of its core schema").required().read_only(),
    Attribute::complex("schemaExtensions", EXTENSION, "Extensions that it may carry").multi_valued().read_only(),
];

const EXTENSION: &[Attribute] = &[
    Attribute::reference("schema", &["uri"], "URN of the extension").required().read_only(),
    Attribute::boolean("required", "Whether a resource can't be without it").required().read_only(),
];

const SCHEMA_ATTRIBUTES: &[Attribute] = &[
    Attribute::text("id", "URN of the schema").required().read_only(),
    Attribute::text("name", "Name of the schema").read_only(),
    Attribute::text("description", "What the schema is for").read_only(),
    Attribute::complex("attributes", ATTRIBUTE, "Its attributes").multi_valued().required().read_only(),
];

// A sub-attribute is described like an attribute, except that it has no parts of its own.
const ATTRIBUTE: &[Attribute] = &[
    NAME,
    TYPE,
    MULTI_VALUED,
    DESCRIPTION,
    REQUIRED,
    CANONICAL_VALUES,
    CASE_EXACT,
    MUTABILITY,
    RETURNED,
    UNIQUENESS,
    REFERENCE_TYPES,
    Attribute::complex("subAttributes", SUB_ATTRIBUTE, "Parts of a complex attribute").multi_valued().read_only(),
];

const SUB_ATTRIBUTE: &[Attribute] = &[
    NAME,
    TYPE,
    MULTI_VALUED,
    DESCRIPTION,
    REQUIRED,
    CANONICAL_VALUES,
    CASE_EXACT,
    MUTABILITY,
    RETURNED,
    UNIQUENESS,
    REFERENCE_TYPES,
];

const NAME: Attribute = Attribute::text("name", "Name of the attribute").case_exact().required().read_only();
const TYPE: Attribute = Attribute::text("type", "Data type")
    .canonical(&["string", "complex", "boolean", "decimal", "integer", "dateTime", "reference", "binary"])
    .required()
    .read_only();
const MULTI_VALUED: Attribute = Attribute::boolean("multiValued", "Whether it holds a list").required().read_only();
const DESCRIPTION: Attribute = Attribute::text("description", "What it means").case_exact().read_only();
const REQUIRED: Attribute = Attribute::boolean("required", "Whether a resource can't be without it").read_only();
const CANONICAL_VALUES: Attribute =
    Attribute::text("canonicalValues", "Values that clients should prefer").case_exact().multi_valued().read_only();
const CASE_EXACT: Attribute = Attribute::boolean("caseExact", "Whether case counts in comparisons").read_only();
const MUTABILITY: Attribute = Attribute::text("mutability", "Who may write it")
    .canonical(&["readOnly", "readWrite", "immutable", "writeOnly"])
    .case_exact()
    .read_only();
const RETURNED: Attribute = Attribute::text("returned", "When it is part of an answer")
    .canonical(&["always", "never", "default", "request"])
    .case_exact()
    .read_only();
const UNIQUENESS: Attribute = Attribute::text("uniqueness", "Within what its values are unique")
    .canonical(&["none", "server", "global"])
    .case_exact()
    .read_only();
const REFERENCE_TYPES: Attribute =
    Attribute::text("referenceTypes", "What a reference may point to").case_exact().multi_valued().read_only();

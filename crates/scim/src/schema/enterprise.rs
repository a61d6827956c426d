//! The enterprise extension of User (RFC 7643 §4.3).

use super::{Attribute, Schema};

/// URN of the schema.
pub const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// The schema.
pub static SCHEMA: Schema = Schema {
    id: URN,
    name: "EnterpriseUser",
    description: "The person's place in the organisation",
    attributes: ATTRIBUTES,
};

/// The extension as a resource carries it: one complex attribute, named by the URN.
pub(super) const AS_ATTRIBUTE: &[Attribute] =
    &[Attribute::complex(URN, ATTRIBUTES, "The person's place in the organisation")];

const ATTRIBUTES: &[Attribute] = &[
    Attribute::text("employeeNumber", "Number given by the employer"),
    Attribute::text("costCenter", "Cost center"),
    Attribute::text("organization", "Organisation"),
    Attribute::text("division", "Division"),
    Attribute::text("department", "Department"),
    Attribute::complex("manager", MANAGER, "The person's manager, as the directory names them"),
];

const MANAGER: &[Attribute] = &[
    Attribute::text("value", "Identifier of the manager"),
    Attribute::reference("$ref", &["User"], "URL of the manager"),
    Attribute::text("displayName", "Name of the manager"),
];

//! The core Group schema (RFC 7643 §4.2).

use super::{Attribute, Schema};

/// URN of the schema.
pub const URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// The schema.
pub static SCHEMA: Schema = Schema { id: URN, name: "Group", description: "A group of people", attributes: ATTRIBUTES };

const ATTRIBUTES: &[Attribute] = &[
    Attribute::text("displayName", "Name of the group").required(),
    Attribute::complex("members", MEMBER, "Members of the group").multi_valued().sticky(),
];

const MEMBER: &[Attribute] = &[
    Attribute::text("value", "Identifier of the member").immutable(),
    Attribute::reference("$ref", &["User", "Group"], "URL of the member").immutable(),
    Attribute::text("type", "Resource type of the member").canonical(&["User", "Group"]).immutable(),
    Attribute::text("display", "Name of the member").read_only().returned_on_request(),
];

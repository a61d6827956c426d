//! The schemas as data: one table per schema (RFC 7643 §4, §5–7, §8.7) that parsing, PATCH, filters, projection and
//! discovery all read, so that what is announced is what is done.

pub mod enterprise;
pub mod group;
pub mod service;
pub mod user;

mod attribute;
mod document;
mod location;

pub use attribute::{Attribute, Kind, Mutability, Returned, Uniqueness};
pub use location::Location;

/// A schema: its URN and attributes.
#[derive(Debug)]
pub struct Schema {
    /// The URN that names it.
    pub id: &'static str,
    /// Its short name.
    pub name: &'static str,
    /// For people.
    pub description: &'static str,
    /// Its attributes, without the common ones.
    pub attributes: &'static [Attribute],
}

/// The resource types served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResourceType {
    /// A person (RFC 7643 §4.1, §4.3).
    User,
    /// A group (RFC 7643 §4.2).
    Group,
}

impl ResourceType {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::User, Self::Group];

    /// The name in `meta.resourceType`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
        }
    }

    /// The endpoint below the base URL.
    #[must_use]
    pub fn endpoint(self) -> &'static str {
        match self {
            Self::User => "/Users",
            Self::Group => "/Groups",
        }
    }

    /// The core schema.
    #[must_use]
    pub fn schema(self) -> &'static Schema {
        match self {
            Self::User => &user::SCHEMA,
            Self::Group => &group::SCHEMA,
        }
    }

    /// The extension that a resource may carry below its URN.
    #[must_use]
    pub fn extension(self) -> Option<&'static Schema> {
        match self {
            Self::User => Some(&enterprise::SCHEMA),
            Self::Group => None,
        }
    }

    /// Every top-level attribute: common, core, and the extension as one complex attribute named by its URN.
    pub fn attributes(self) -> impl Iterator<Item = &'static Attribute> {
        let extension: &[Attribute] = match self {
            Self::User => enterprise::AS_ATTRIBUTE,
            Self::Group => &[],
        };
        COMMON.iter().chain(self.schema().attributes).chain(extension)
    }

    /// The top-level attribute of that name, without regard to case.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<&'static Attribute> {
        self.attributes().find(|attribute| attribute.is_named(name))
    }
}

/// The attributes that every resource has (RFC 7643 §3.1). They are in no schema document.
pub const COMMON: &[Attribute] = &[
    Attribute::reference("schemas", &["uri"], "URNs of the schemas that the resource uses")
        .multi_valued()
        .read_only()
        .returned_always(),
    Attribute::text("id", "Identifier of the resource, given by this server")
        .case_exact()
        .read_only()
        .returned_always()
        .unique(),
    Attribute::text("externalId", "Identifier of the resource in the client's own system").case_exact().sticky(),
    Attribute::complex("meta", META, "What the server knows about the resource").read_only(),
];

const META: &[Attribute] = &[
    Attribute::text("resourceType", "Name of the resource type").case_exact().read_only(),
    Attribute::date_time("created", "When the resource was made here").read_only(),
    Attribute::date_time("lastModified", "When the resource last changed here").read_only(),
    Attribute::reference("location", &["uri"], "URL of the resource").read_only(),
    Attribute::text("version", "Weak entity tag of this state of the resource").case_exact().read_only(),
];

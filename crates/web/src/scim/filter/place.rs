//! Where the database has the values of an attribute.

use keyfold_identity::resources::{Condition, Key, List, Operand};
use keyfold_scim::{ResourceType, comparable::keys_below, schema::Location};

use super::Translation;

/// Where an attribute's values are.
pub struct Place {
    /// Where the elements are that they belong to.
    pub list: Elements,
    /// Each of its values, those of its parts where it is made of parts; none where it is the same for every element.
    pub operands: Vec<Operand>,
}

/// The elements that values belong to.
#[derive(Clone)]
pub enum Elements {
    /// The resource itself.
    Resource,
    /// Those of an attribute of a person.
    Values(Vec<String>),
    /// The groups of a person.
    Groups,
    /// The members of a group.
    Members,
}

impl Place {
    /// The place of an attribute; `None` where it is the same for every resource.
    pub fn of(translation: Translation<'_>, location: &Location) -> Option<Self> {
        let names: Vec<&str> = location.steps().iter().map(|step| step.name).collect();
        let own = |operand| Some(Self { list: Elements::Resource, operands: vec![operand] });
        match (names.as_slice(), translation.kind) {
            (["schemas" | "meta"] | ["meta", "resourceType"], _) => None,
            (["id"], _) => own(Operand::ScimId),
            (["externalId"], _) => own(Operand::ExternalId),
            (["meta", "created"], _) => own(Operand::CreatedAt),
            (["meta", "lastModified"], _) => own(Operand::UpdatedAt),
            (["meta", "version"], _) => own(Operand::Version("W/\"", "\"")),
            (["meta", "location"], kind) => own(locations(translation.base_url, kind)),
            (["userName"], ResourceType::User) | (["displayName"], ResourceType::Group) => own(Operand::Name),
            (["active"], ResourceType::User) => own(Operand::Active),
            (["groups", part @ ..], ResourceType::User) => {
                let operands = match part {
                    ["$ref"] => vec![locations(translation.base_url, ResourceType::Group)],
                    ["display"] => vec![Operand::Name],
                    ["value"] => vec![Operand::ScimId],
                    _ => Vec::new(),
                };
                Some(Self { list: Elements::Groups, operands })
            }
            (["members", part @ ..], ResourceType::Group) => {
                let operands = match part {
                    ["$ref"] => vec![locations(translation.base_url, ResourceType::User)],
                    ["display"] => vec![Operand::Shown],
                    ["value"] => vec![Operand::ScimId],
                    _ => Vec::new(),
                };
                Some(Self { list: Elements::Members, operands })
            }
            _ => {
                let keys = keys_below(&location.key(), location.attribute());
                let operands = keys.iter().cloned().map(Operand::Value).collect();
                Some(Self { list: Elements::Values(keys), operands })
            }
        }
    }

    /// The resource or element has any of the values.
    pub fn has_any(&self) -> Condition {
        match self.operands.as_slice() {
            // A membership always says of what.
            [] => Condition::ALWAYS,
            operands => Condition::Any(operands.iter().cloned().map(Condition::Present).collect()),
        }
    }

    /// What a list is sorted by for this attribute: the value of the primary element, or else the first (RFC 7644 §3.4.2.3).
    pub fn key(self) -> Option<Key> {
        let operand = self.operands.into_iter().next()?;
        Some(match (self.list, operand) {
            (Elements::Groups, operand) => Key::Smallest(List::Groups, operand),
            (Elements::Members, operand) => Key::Smallest(List::Members, operand),
            (Elements::Values(_), Operand::Value(path)) => match path.rsplit_once('.') {
                Some((attribute, "value" | "display" | "type")) => {
                    let primary = format!("{attribute}.primary");
                    Key::PrimaryValue(path, primary)
                }
                _ => Key::Operand(Operand::Value(path)),
            },
            (Elements::Resource | Elements::Values(_), operand) => Key::Operand(operand),
        })
    }
}

impl Elements {
    /// Whether the values are those of the resource itself.
    pub const fn is_of_resource(&self) -> bool {
        matches!(self, Self::Resource)
    }

    /// The condition on a resource of which an element meets this one.
    pub fn of_resource(&self, condition: Condition) -> Condition {
        let list = match self {
            Self::Resource => return condition,
            Self::Values(paths) => List::Values(paths.clone()),
            Self::Groups => List::Groups,
            Self::Members => List::Members,
        };
        Condition::AnyOf(list, Box::new(condition))
    }
}

fn locations(base_url: &str, kind: ResourceType) -> Operand {
    Operand::Location(format!("{base_url}{}/", kind.endpoint()))
}

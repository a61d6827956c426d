//! What of a group a filter can look at.

use keyfold_identity::GroupField;
use keyfold_scim::ResourceType;

use crate::scim::filter::{Column, Columns};

impl Columns for GroupField {
    const RESOURCE_TYPE: ResourceType = ResourceType::Group;
    const NAMES: &'static str = "id, externalId, displayName, members.value, meta.created and meta.lastModified";

    fn of(path: &str) -> Option<Column<Self>> {
        Some(match path {
            "id" => Column::Text(Self::ScimId),
            "externalId" => Column::Text(Self::ExternalId),
            "displayName" => Column::Text(Self::Name),
            "members.value" => Column::HoldsMember(Self::Id),
            "meta.created" => Column::Moment(Self::CreatedAt),
            "meta.lastModified" => Column::Moment(Self::UpdatedAt),
            _ => return None,
        })
    }
}

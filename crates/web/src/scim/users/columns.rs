//! What of a person a filter can look at.

use keyfold_identity::UserField;
use keyfold_scim::ResourceType;

use crate::scim::filter::{Column, Columns};

impl Columns for UserField {
    const RESOURCE_TYPE: ResourceType = ResourceType::User;
    const NAMES: &'static str = "id, externalId, userName, displayName, name.givenName, name.familyName, emails.value \
         (the primary address), active, meta.created and meta.lastModified";

    fn of(path: &str) -> Option<Column<Self>> {
        Some(match path {
            "id" => Column::Text(Self::ScimId),
            "externalId" => Column::Text(Self::ExternalId),
            "userName" => Column::Text(Self::Login),
            "displayName" => Column::Text(Self::DisplayName),
            "name.givenName" => Column::Text(Self::GivenName),
            "name.familyName" => Column::Text(Self::FamilyName),
            "emails.value" => Column::Text(Self::Email),
            "active" => Column::Truth(Self::ActiveInDirectory),
            "meta.created" => Column::Moment(Self::CreatedAt),
            "meta.lastModified" => Column::Moment(Self::UpdatedAt),
            _ => return None,
        })
    }
}

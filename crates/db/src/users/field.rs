//! What a list of users can be filtered and sorted by.

use crate::list::{Field, Kind};

/// What a list of users can be filtered and sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserField {
    /// The id here.
    Id,
    /// The id in SCIM.
    ScimId,
    /// The directory connection, as an integer.
    Connection,
    /// The login name, without regard to case.
    Login,
    /// The directory's own identifier, exactly.
    ExternalId,
    /// The name to show.
    DisplayName,
    /// Given name.
    GivenName,
    /// Family name.
    FamilyName,
    /// Mail address.
    Email,
    /// 1 while the directory says that the person is active.
    ActiveInDirectory,
    /// 1 while switched off here.
    DisabledHere,
    /// The name of the role.
    Role,
    /// The partner, as an integer.
    Partner,
    /// When it was made, in microseconds.
    CreatedAt,
    /// When it was changed last, in microseconds.
    UpdatedAt,
    /// The latest sign-in, in microseconds.
    LastSignedInAt,
    /// When its directory deleted it, in microseconds.
    DeprovisionedAt,
    /// When it became a tombstone, in microseconds.
    DeletedAt,
}

impl Field for UserField {
    const TABLE: &'static str = "users";

    fn column(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::ScimId => "scim_id",
            Self::Connection => "connection_id",
            Self::Login => "login_folded",
            Self::ExternalId => "external_id",
            Self::DisplayName => "display_name",
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::Email => "email",
            Self::ActiveInDirectory => "active_in_directory",
            Self::DisabledHere => "disabled_here",
            Self::Role => "role",
            Self::Partner => "partner_id",
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
            Self::LastSignedInAt => "last_signed_in_at",
            Self::DeprovisionedAt => "deprovisioned_at",
            Self::DeletedAt => "deleted_at",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Login => Kind::FoldedText,
            Self::DisplayName | Self::GivenName | Self::FamilyName | Self::Email => Kind::AnyCaseText,
            Self::ScimId | Self::ExternalId | Self::Role => Kind::ExactText,
            Self::Id
            | Self::Connection
            | Self::ActiveInDirectory
            | Self::DisabledHere
            | Self::Partner
            | Self::CreatedAt
            | Self::UpdatedAt
            | Self::LastSignedInAt
            | Self::DeprovisionedAt
            | Self::DeletedAt => Kind::Integer,
        }
    }
}

//! What is pasted into a directory.

use serde::Serialize;
use utoipa::ToSchema;

/// The values that a directory's administrator pastes there.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupValues {
    /// The entity id of this site as a service provider (Audience).
    pub sp_entity_id: String,
    /// Where answers are posted (Assertion Consumer Service).
    pub acs_url: String,
    /// Where logout messages go (HTTP-Redirect or HTTP-POST).
    pub slo_url: String,
    /// The metadata, for directories that read it.
    pub metadata_url: String,
    /// The NameID format.
    pub name_id_format: String,
    /// The base address for SCIM.
    pub scim_base_url: String,
}

//! Shows the values to paste into a directory.

use axum::{Json, extract::State};
use keyfold_saml::authn_request::name_id_format;

use super::SetupValues;
use crate::{Result, address::SiteAddress, caller::Caller};

/// Shows the values to paste into a directory.
#[utoipa::path(
    get,
    path = "/setup_values",
    tag = "directory",
    operation_id = "directory_find",
    responses((status = 200, description = "The values", body = SetupValues)),
)]
pub async fn find(State(site): State<SiteAddress>, caller: Caller) -> Result<Json<SetupValues>> {
    caller.site_reader()?;
    Ok(Json(SetupValues {
        sp_entity_id: site.sp_entity_id(),
        acs_url: site.acs_url(),
        slo_url: site.slo_url(),
        // The metadata of a service provider stands at its entity id.
        metadata_url: site.sp_entity_id(),
        name_id_format: name_id_format::EMAIL_ADDRESS.to_owned(),
        scim_base_url: site.scim_base_url(),
    }))
}

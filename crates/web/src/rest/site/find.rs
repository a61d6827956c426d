//! Shows the site.

use axum::{Json, extract::State};

use super::Site;
use crate::{Result, caller::Caller, state};

/// Shows the site.
#[utoipa::path(
    get,
    path = "",
    tag = "site",
    operation_id = "site_find",
    responses((status = 200, description = "The site", body = Site)),
)]
pub async fn find(State(site): State<state::Site>, _caller: Caller) -> Result<Json<Site>> {
    Ok(Json(Site { domain: site.address.host().to_owned(), name: site.name }))
}

//! Shows the site.

use axum::Json;

use super::Site;
use crate::{Error, Result, caller::Caller};

/// Shows the site.
#[utoipa::path(
    get,
    path = "",
    tag = "site",
    operation_id = "site_find",
    responses((status = 200, description = "Shows the site", body = Site)),
)]
pub async fn find(caller: Caller) -> Result<Json<Site>> {
    let _ = (caller);
    Err(Error::not_built("this"))
}

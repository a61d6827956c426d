//! Lists the directory connections.

use super::SsoStrategy;
use crate::{Error, Result, caller::Caller, page::{Page, Paged}};

/// Lists the directory connections.
#[utoipa::path(
    get,
    path = "",
    tag = "sso_strategies",
    operation_id = "sso_strategies_list",
    params(Page),
    responses((status = 200, description = "Lists the directory connections", body = Vec<SsoStrategy>)),
)]
pub async fn list(caller: Caller) -> Result<Paged<SsoStrategy>> {
    let _ = (caller);
    Err(Error::not_built("this"))
}

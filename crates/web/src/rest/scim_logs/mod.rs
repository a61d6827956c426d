//! The SCIM log.

mod find;
mod list;
mod scim_log;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use scim_log::{ScimLog, ScimLogQuery};

use crate::State;

/// The routes below `/api/rest/v1/scim_logs`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list)).routes(routes!(find::find))
}

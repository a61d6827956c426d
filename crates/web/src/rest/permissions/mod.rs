//! Grants on folders.

mod create;
mod delete;
mod list;
mod permission;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use permission::{NewPermission, Permission, PermissionLevel, PermissionQuery};

use crate::State;

/// The routes below `/api/rest/v1/permissions`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).routes(routes!(delete::delete))
}

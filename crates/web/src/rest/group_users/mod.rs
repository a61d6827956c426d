//! Memberships.

mod create;
mod delete;
mod find;
mod group_user;
mod list;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use group_user::{GroupUser, GroupUserKey, GroupUserQuery, NewGroupUser};

use crate::State;

/// The routes below `/api/rest/v1/group_users`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).routes(routes!(update::update, delete::delete))
}

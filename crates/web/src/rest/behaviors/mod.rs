//! Fences of folders.

mod behavior;
mod create;
mod delete;
mod find;
mod list;
mod list_for_folder;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use behavior::{Behavior, BehaviorChange, BehaviorName, BehaviorQuery, FenceValue, FencedPermissions, NewBehavior};

use crate::State;

/// The routes below `/api/rest/v1/behaviors`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(list_for_folder::list_for_folder))
        .routes(routes!(find::find, update::update, delete::delete))
}

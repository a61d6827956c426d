//! Groups.

mod create;
mod delete;
mod find;
mod group;
mod list;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use group::{Group, GroupChange, GroupQuery, NewGroup, members};

use crate::State;

/// The routes below `/api/rest/v1/groups`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).routes(routes!(
        find::find,
        update::update,
        delete::delete
    ))
}

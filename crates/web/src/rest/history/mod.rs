//! The audit log.

mod action;
mod list;
mod list_for_file;
mod list_for_folder;
mod list_for_user;
mod list_logins;
mod permit;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use action::{Action, ActionTarget, HistoryQuery};

use crate::State;

/// The routes below `/api/rest/v1/history`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(list_for_folder::list_for_folder))
        .routes(routes!(list_for_file::list_for_file))
        .routes(routes!(list_for_user::list_for_user))
        .routes(routes!(list_logins::list_logins))
}

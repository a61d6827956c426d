//! `/api/rest/v1`: what Files.com has a name for, in its shape.

pub mod api_keys;
pub mod behaviors;
pub mod file_actions;
pub mod files;
pub mod folders;
pub mod group_users;
pub mod groups;
pub mod history;
pub mod permissions;
pub mod public_keys;
pub mod scim_logs;
pub mod sessions;
pub mod site;
pub mod sso_strategies;
pub mod users;

mod not_built;

use utoipa_axum::router::OpenApiRouter;

use crate::State;

/// The routes for which one has to prove who one is.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .nest("/api_keys", api_keys::routes())
        .nest("/behaviors", behaviors::routes())
        .nest("/file_actions", file_actions::routes())
        .nest("/files", files::routes())
        .nest("/folders", folders::routes())
        .merge(folders::top())
        .nest("/group_users", group_users::routes())
        .nest("/groups", groups::routes())
        .nest("/history", history::routes())
        .nest("/permissions", permissions::routes())
        .nest("/public_keys", public_keys::routes())
        .nest("/scim_logs", scim_logs::routes())
        .nest("/sessions", sessions::routes())
        .nest("/site", site::routes())
        .nest("/sso_strategies", sso_strategies::routes())
        .nest("/users", users::routes())
        .merge(not_built::routes().into())
}

/// The routes that anybody may call.
pub fn public_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().nest("/sessions", sessions::public_routes())
}

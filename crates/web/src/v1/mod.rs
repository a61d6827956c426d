//! `/api/v1`: what Files.com has no name for, in the same style.

pub mod access;
pub mod approvals;
pub mod audit;
pub mod directory;
pub mod events;
pub mod live_sessions;
pub mod login_page;
pub mod mail;
pub mod me;
pub mod saml_attempts;
pub mod saml_keys;
pub mod scim_logs;
pub mod scim_tokens;
pub mod seats;
pub mod second_factors;
pub mod setup;
pub mod sign_in;
pub mod sign_in_policy;
pub mod sign_out;
pub mod ssh_settings;

use utoipa_axum::router::OpenApiRouter;

use crate::State;

/// The routes for which one has to prove who one is.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .nest("/access", access::routes())
        .nest("/approvals", approvals::routes())
        .nest("/audit", audit::routes())
        .nest("/directory", directory::routes())
        .nest("/events", events::routes())
        .nest("/mail", mail::routes())
        .nest("/me", me::routes())
        .nest("/saml_attempts", saml_attempts::routes())
        .nest("/saml_keys", saml_keys::routes())
        .nest("/scim_logs", scim_logs::routes())
        .nest("/scim_tokens", scim_tokens::routes())
        .nest("/seats", seats::routes())
        .nest("/second_factors", second_factors::routes())
        .nest("/sessions/live", live_sessions::routes())
        .nest("/sign_in_policy", sign_in_policy::routes())
        .nest("/sign_out", sign_out::routes())
        .nest("/ssh_settings", ssh_settings::routes())
}

/// The routes that anybody may call.
pub fn public_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .nest("/login_page", login_page::public_routes())
        .nest("/setup", setup::public_routes())
        .nest("/sign_in", sign_in::public_routes())
}

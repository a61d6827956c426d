//! Resources of Files.com's API that this server does not have: they say so.

use axum::{Router, routing::any};

use crate::{Error, Result, State, caller::Caller};

/// Names that Files.com's clients know and that a later version will have.
const RESOURCES: [&str; 13] = [
    "action_logs",
    "bundles",
    "bundle_downloads",
    "bundle_registrations",
    "history_exports",
    "notifications",
    "partners",
    "restores",
    "settings_changes",
    "sso_events",
    "usage_daily_snapshots",
    "usage_snapshots",
    "user_lifecycle_rules",
];

/// A route for each of them and for everything below.
pub fn routes() -> Router<State> {
    RESOURCES.into_iter().fold(Router::new(), |router, name| {
        let refuse = move |_: Caller| async move { refuse(name) };
        router.route(&format!("/{name}"), any(refuse)).route(&format!("/{name}/{{*rest}}"), any(refuse))
    })
}

fn refuse(name: &str) -> Result<()> {
    Err(Error::not_built(&format!("the resource '{name}'")))
}

//! The first run.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether this site still waits for its first admin.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupState {
    /// Always true: when it has its admin, there is no such page any more.
    pub open: bool,
}

/// The first admin, made with the link that the server printed.
#[derive(Deserialize, ToSchema)]
pub struct FirstAdmin {
    /// The secret of the set-up link.
    pub token: String,
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
    /// The name that people see.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
}

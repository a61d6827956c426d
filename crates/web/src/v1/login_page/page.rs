//! What the sign-in page shows.

use serde::Serialize;
use utoipa::ToSchema;

use crate::rest::sso_strategies::Provider;

/// What the sign-in page shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoginPage {
    /// What people call the site.
    pub site_name: String,
    /// The directories that one can sign in with.
    pub connections: Vec<LoginConnection>,
    /// Whether the site still waits for its first admin.
    pub setup_open: bool,
}

/// A directory's sign-in button.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoginConnection {
    /// Which connection.
    pub id: i64,
    /// Which directory it is.
    pub provider: Provider,
    /// What people call it.
    pub label: String,
    /// Its logo.
    pub logo_url: Option<String>,
    /// Where the button leads; `return_to` can be added, a path of this site.
    pub login_url: String,
}

//! The site, as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

/// This site.
#[derive(Debug, Serialize, ToSchema)]
pub struct Site {
    /// What people call it.
    pub name: String,
    /// The host name of its address.
    pub domain: String,
}

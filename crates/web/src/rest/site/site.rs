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
    /// How many people count as seats now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_seats: Option<i64>,
}

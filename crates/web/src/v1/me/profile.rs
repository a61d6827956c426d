//! The caller.

use serde::Serialize;
use utoipa::ToSchema;

use crate::rest::users::User;

/// Who the caller is, and what they may do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The account.
    pub user: User,
    /// The session, as the list of live sessions names it.
    pub session_id: String,
    /// What a change that is authenticated by the cookie has to carry in `X-CSRF-Token`; only for such sessions.
    pub csrf_token: Option<String>,
    /// Sees the admin pages.
    pub sees_administration: bool,
    /// Changes things there.
    pub administers: bool,
    /// The folder that is the top for them, without a leading slash.
    pub top: String,
}

//! What handlers work with. Each takes the part that it needs, by [`axum::extract::State`] of that part.

use axum::extract::FromRef;
use keyfold_vfs::Filesystem;

/// Everything that the web is wired to; handlers never see the whole.
#[derive(Clone, FromRef)]
pub struct State {
    /// The files.
    pub filesystem: Filesystem,
}

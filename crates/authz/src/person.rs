//! Who is asked about.

use keyfold_model::{FolderId, PartnerId, SiteRole, UserId};
use serde::Serialize;

/// Whether a person may act at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// May act.
    Alive,
    /// Has nothing, whatever was granted, site admins included.
    Disabled,
}

/// What the engine knows of a person. Their groups come by
/// [`Change::MemberAdded`](crate::Change::MemberAdded).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Whether they may act.
    pub state: PersonState,
    /// Their power over the site. A partner's person has none, whatever stands here: what lies outside the partner's
    /// root is never theirs.
    pub role: SiteRole,
    /// The partner that they belong to, if they come from outside. A partner that is not (or no longer) set has no
    /// root, and its people have nothing.
    pub partner: Option<PartnerId>,
}

/// An outside organisation, kept inside one folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Partner {
    /// Which.
    pub id: PartnerId,
    /// The folder outside of which its people have nothing.
    pub root: FolderId,
}

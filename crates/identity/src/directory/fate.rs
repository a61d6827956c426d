//! What becomes of somebody, or of a group, that a directory makes: decided here for the act and for its preview alike.

use keyfold_db::{groups::Group, users::User};
use keyfold_model::ConnectionId;

use crate::jit;

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is made.
    Make,
    /// What a sign-in through the same connection made is taken over.
    Adopt,
    /// What the same directory had deleted comes back.
    Revive,
    /// What the same directory had deleted gives up its name to somebody new.
    Replace,
    /// Somebody else has the name.
    Clash,
}

/// A person of this external id, where `present` has the name.
pub(crate) fn fate(present: Option<&User>, connection: ConnectionId, external_id: Option<&str>) -> Fate {
    let Some(old) = present else { return Fate::Make };
    let means_old = match (old.external_id.as_deref(), external_id) {
        (Some(old), Some(new)) => old == new,
        (_, None) | (None, Some(_)) => true,
    };
    if old.connection != Some(connection) {
        Fate::Clash
    } else if jit::is_own(old) {
        if means_old { Fate::Adopt } else { Fate::Clash }
    } else if old.deprovisioned_at.is_none() {
        Fate::Clash
    } else if means_old {
        Fate::Revive
    } else {
        Fate::Replace
    }
}

/// A group, where `present` has the name; `by_sign_in`: sign-ins made that one.
pub(crate) fn group_fate(present: Option<&Group>, connection: ConnectionId, by_sign_in: bool) -> Fate {
    match present {
        None => Fate::Make,
        Some(present) if present.connection == Some(connection) && by_sign_in => Fate::Adopt,
        Some(_) => Fate::Clash,
    }
}

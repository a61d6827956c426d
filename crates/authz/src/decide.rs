//! The decision: rules 2 to 5. Everything that says what a person reaches, or why, is a fold of [`judge`].

use keyfold_model::{CapabilitySet, Fence, FolderId, Grant, Level, Reach};
use serde::Serialize;

use crate::{
    ground::Ground,
    place::{Spot, Stands},
};

/// What one grant means in one folder, for someone who holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// It counts.
    Counts {
        /// What it gives this person here: for a partner's people, less than its level.
        gives: CapabilitySet,
    },
    /// It stands above and covers only its own folder's contents.
    NotRecursive,
    /// A fence stops it.
    Fenced {
        /// The folder of the fence: the first that the grant meets on its way down.
        fence: FolderId,
    },
    /// The folder is outside of the root of the person's partner.
    OutsidePartner,
}

/// Which grants to visit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visit {
    /// Those that can count: enough to decide.
    Effective,
    /// Also those that something stops: to explain.
    All,
}

/// The fences between the folder that is asked about and the one that is looked at, on the way up.
#[derive(Clone, Copy, Default)]
struct Fences {
    /// The highest that stops every grant.
    all: Option<FolderId>,
    /// The highest of any kind.
    any: Option<FolderId>,
}

impl Fences {
    fn pass(&mut self, folder: FolderId, fence: Option<Fence>) {
        match fence {
            None => {}
            Some(Fence::All) => (self.all, self.any) = (Some(folder), Some(folder)),
            Some(Fence::AllExceptAdmin) => self.any = Some(folder),
        }
    }

    /// The fence that a grant from above meets first.
    const fn stopping(&self, level: Level) -> Option<FolderId> {
        if matches!(level, Level::Admin) { self.all } else { self.any }
    }
}

/// Visits the grants that the person holds on the folder and above it, from the deepest up, with what each means there.
///
/// `ceiling`: the most that the person can hold there.
pub(crate) fn judge<'p>(
    ground: &impl Ground<'p>,
    ceiling: CapabilitySet,
    spot: Spot<'_>,
    which: Visit,
    mut visit: impl FnMut(&'p Grant, Verdict),
) {
    let mut fences = Fences::default();
    for (stands, folder) in spot.upward() {
        ground.visit_held(folder, |grant| {
            let verdict = if stands == Stands::Above && grant.reach == Reach::Folder {
                Verdict::NotRecursive
            } else if let Some(fence) = fences.stopping(grant.level) {
                Verdict::Fenced { fence }
            } else if ceiling.is_empty() {
                Verdict::OutsidePartner
            } else {
                Verdict::Counts { gives: grant.level.capabilities().intersection(ceiling) }
            };
            visit(grant, verdict);
        });
        fences.pass(folder, ground.fence(folder));
        if which == Visit::Effective && fences.all.is_some() {
            return;
        }
    }
}

/// What grants give the person there: the union of those that count.
pub(crate) fn granted_by<'p>(ground: &impl Ground<'p>, ceiling: CapabilitySet, spot: Spot<'_>) -> CapabilitySet {
    let mut union = CapabilitySet::NONE;
    judge(ground, ceiling, spot, Visit::Effective, |_, verdict| {
        if let Verdict::Counts { gives } = verdict {
            union |= gives;
        }
    });
    union
}

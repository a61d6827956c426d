//! What a person is, before any grant is looked at.

use keyfold_model::{Capability, CapabilitySet, FolderId, GroupId, PartnerId, Subject, UserId};

use crate::{holder::Holder, place::Spot};

/// Rule 1, and whom rules 2 to 5 are about.
#[derive(Clone, Copy)]
pub(crate) enum Standing<'p> {
    /// Nobody of that id is known.
    Unknown,
    /// Disabled: has nothing.
    Disabled,
    /// Site admin: has everything, everywhere.
    SiteAdmin,
    /// Everyone else has what grants give.
    Granted(Who<'p>),
}

impl Standing<'_> {
    /// What someone of that standing has, where `granted` says what grants give.
    pub(crate) fn decide(self, granted: impl FnOnce(&Who<'_>) -> CapabilitySet) -> CapabilitySet {
        match self {
            Self::Unknown | Self::Disabled => CapabilitySet::NONE,
            Self::SiteAdmin => CapabilitySet::ALL,
            Self::Granted(who) => granted(&who),
        }
    }
}

/// A person as grants see them.
#[derive(Clone, Copy)]
pub(crate) struct Who<'p> {
    pub(crate) user: UserId,
    /// Sorted.
    pub(crate) groups: &'p [GroupId],
    pub(crate) partner: Option<Bounds>,
}

/// What a partner's person is kept inside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) partner: PartnerId,
    /// None when the partner is not set: then every folder is outside.
    pub(crate) root: Option<FolderId>,
}

/// What no partner's person ever has.
const WITHHELD: CapabilitySet = CapabilitySet::of(&[Capability::Admin, Capability::Share, Capability::History]);

impl<'p> Who<'p> {
    /// Whether a grant to the subject is a grant to this person. A list of no groups matches nobody.
    pub(crate) fn holds(&self, subject: &Subject) -> bool {
        match subject {
            Subject::User(user) => *user == self.user,
            Subject::Group(group) => self.is_in(*group),
            Subject::Partner(partner) => self.partner.is_some_and(|bounds| bounds.partner == *partner),
            Subject::AllOf(groups) => !groups.is_empty() && groups.iter().all(|group| self.is_in(*group)),
        }
    }

    fn is_in(&self, group: GroupId) -> bool {
        self.groups.binary_search(&group).is_ok()
    }

    /// All that a grant must name to be this person's, sorted. For a list that is not yet enough.
    pub(crate) fn holders(self) -> impl Iterator<Item = Holder> + use<'p> {
        let groups = self.groups.iter().copied().map(Holder::Group);
        let partner = self.partner.map(|bounds| Holder::Partner(bounds.partner));
        let lists = self.groups.iter().copied().map(Holder::InList);
        std::iter::once(Holder::User(self.user)).chain(groups).chain(partner).chain(lists)
    }

    /// The most that this person can hold there (rule 5).
    pub(crate) fn ceiling(&self, spot: Spot<'_>) -> CapabilitySet {
        match self.partner {
            None => CapabilitySet::ALL,
            Some(Bounds { root: Some(root), .. }) if spot.is_within(root) => CapabilitySet::ALL.without(WITHHELD),
            Some(_) => CapabilitySet::NONE,
        }
    }
}

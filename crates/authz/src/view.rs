//! What one person sees, made ready for an open session.

use std::{collections::HashSet, hash::BuildHasherDefault, sync::Arc};

use keyfold_model::{CapabilitySet, FolderId, UserId};

use crate::{
    Place, Policy,
    decide::granted_by,
    ground::Held,
    id_map::IdHasher,
    people::Account,
    place::Spot,
    skeleton::Skeleton,
    standing::{Bounds, Standing, Who},
    visibility::footholds,
};

/// One person's view of one [`Policy`]: a session keeps it for as long as that policy is the current one.
///
/// Making it costs time with the number of grants that the person holds; asking it does not. It decides by the same code
/// as the policy.
#[derive(Clone)]
pub struct View {
    policy: Policy,
    user: UserId,
    account: Account,
    bounds: Option<Bounds>,
    prepared: Arc<Prepared>,
}

/// What was worked out for the view.
#[derive(Default)]
struct Prepared {
    held: Held,
    /// The folders below which the person has something.
    leading: HashSet<FolderId, BuildHasherDefault<IdHasher>>,
}

impl Prepared {
    fn of(who: Who<'_>, skeleton: &Skeleton) -> Self {
        let held = Held::by(who, skeleton);
        let mut leading = HashSet::default();
        for foothold in footholds(skeleton, who, held.folders()) {
            for above in skeleton.tree().above(foothold) {
                if !leading.insert(above) {
                    break;
                }
            }
        }
        Self { held, leading }
    }
}

impl View {
    pub(crate) fn new(policy: &Policy, user: UserId) -> Self {
        let people = policy.people();
        let account = people.account(user).cloned().unwrap_or_default();
        let bounds = people.bounds(&account);
        let prepared = match account.standing(bounds) {
            Standing::Granted(who) => Prepared::of(who, policy.skeleton()),
            Standing::Unknown | Standing::Disabled | Standing::SiteAdmin => Prepared::default(),
        };
        Self { policy: policy.clone(), user, account, bounds, prepared: Arc::new(prepared) }
    }

    /// The same person's view of a newer policy. Costs next to nothing when what happened in between didn't touch the
    /// person: their state, role, groups, the grants to them, or where folders lie.
    #[must_use]
    pub fn refresh(&self, newer: &Policy) -> Self {
        if self.is_untouched_in(newer) { Self { policy: newer.clone(), ..self.clone() } } else { newer.view(self.user) }
    }

    /// Whether what was prepared is valid in that policy too. Fences don't matter to it, but for a partner's person,
    /// where they decide whether something reaches the partner's root.
    fn is_untouched_in(&self, newer: &Policy) -> bool {
        let (these, those) = (self.policy.skeleton(), newer.skeleton());
        newer.people().account(self.user).is_some_and(|account| *account == self.account)
            && match self.standing() {
                Standing::Unknown | Standing::Disabled | Standing::SiteAdmin => true,
                Standing::Granted(who) => {
                    who.partner.is_none()
                        && these.tree().shares_links_of(those.tree())
                        && who.holders().all(|holder| these.shares_held_by(holder, those))
                }
            }
    }

    /// Whose view.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// The policy that it is a view of.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether the person has nothing at all: disabled, or not known (any more).
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        matches!(self.standing(), Standing::Unknown | Standing::Disabled)
    }

    /// Whether the person has everything everywhere.
    #[must_use]
    pub fn is_site_admin(&self) -> bool {
        matches!(self.standing(), Standing::SiteAdmin)
    }

    /// What the person has in a folder.
    #[must_use]
    pub fn capabilities(&self, place: Place<'_>) -> CapabilitySet {
        self.held(Spot::Here(place))
    }

    /// Whether the person may know of a folder: they have a capability in it, or below which they have one.
    #[must_use]
    pub fn visible(&self, place: Place<'_>) -> bool {
        place.folder().is_some_and(|folder| self.prepared.leading.contains(&folder))
            || !self.capabilities(place).is_empty()
    }

    /// Whether the person may know of a folder right below `parent`. For many of them, ask [`View::children`].
    #[must_use]
    pub fn child_visible(&self, parent: Place<'_>, child: FolderId) -> bool {
        self.prepared.leading.contains(&child) || !self.held(Spot::Child(parent, child)).is_empty()
    }

    /// Ready to say of each folder right below `parent` whether the person may know of it.
    #[must_use]
    pub fn children<'v>(&'v self, parent: Place<'v>) -> Children<'v> {
        Children { view: self, parent, plain: self.held(Spot::PlainChild(parent)) }
    }

    fn standing(&self) -> Standing<'_> {
        self.account.standing(self.bounds)
    }

    fn held(&self, spot: Spot<'_>) -> CapabilitySet {
        let ground = self.prepared.held.among(self.policy.skeleton());
        self.standing().decide(|who| granted_by(&ground, who.ceiling(spot), spot))
    }
}

/// The folders right below one folder, as a person sees them: what a listing asks.
#[derive(Clone, Copy)]
pub struct Children<'v> {
    view: &'v View,
    parent: Place<'v>,
    /// What the person has in a folder that carries nothing of its own: nearly all of them.
    plain: CapabilitySet,
}

impl Children<'_> {
    /// What the person has in the child.
    #[must_use]
    pub fn capabilities(&self, child: FolderId) -> CapabilitySet {
        if self.view.policy.skeleton().tree().contains(child) {
            self.view.held(Spot::Child(self.parent, child))
        } else {
            self.plain
        }
    }

    /// Whether the person may know of the child.
    #[must_use]
    pub fn visible(&self, child: FolderId) -> bool {
        !self.capabilities(child).is_empty() || self.view.prepared.leading.contains(&child)
    }
}

#[cfg(test)]
mod tests {
    use keyfold_model::{Fence, Grant, GrantId, GroupId, Level, Reach, SiteRole, Subject};

    use super::*;
    use crate::{Chain, Change, Person, PersonState};

    const ANN: UserId = UserId(1);
    const BOB: UserId = UserId(2);

    fn chain(ids: &[i64]) -> Chain {
        Chain::new(ids.iter().copied().map(FolderId).collect()).expect("a chain from the root")
    }

    fn grant(id: i64, subject: Subject) -> Change {
        let chain = chain(&[1, 2, 3]);
        let (id, folder) = (GrantId(id), chain.folder());
        Change::GrantAdded { grant: Grant { id, folder, subject, level: Level::Full, reach: Reach::Tree }, chain }
    }

    fn person(id: UserId) -> Change {
        Change::PersonSet(Person { id, state: PersonState::Alive, role: SiteRole::Member, partner: None })
    }

    #[test]
    fn a_view_is_made_anew_only_when_its_person_is_touched() {
        let policy = Policy::build([
            person(ANN),
            person(BOB),
            Change::MemberAdded { user: ANN, group: GroupId(1) },
            grant(1, Subject::User(ANN)),
            grant(2, Subject::User(BOB)),
        ]);
        let view = policy.view(ANN);
        let kept = |change| Arc::ptr_eq(&view.refresh(&policy.apply(&change)).prepared, &view.prepared);

        assert!(kept(grant(3, Subject::User(BOB))));
        assert!(kept(Change::GrantRemoved(GrantId(2))));
        assert!(kept(Change::MemberAdded { user: BOB, group: GroupId(1) }));
        assert!(kept(Change::FenceSet { chain: chain(&[1, 2, 3, 4]), fence: Some(Fence::All) }));
        assert!(kept(person(ANN)), "nothing is another");

        assert!(!kept(grant(3, Subject::Group(GroupId(1)))));
        assert!(!kept(grant(3, Subject::AllOf(vec![GroupId(1), GroupId(2)]))));
        assert!(!kept(Change::GrantRemoved(GrantId(1))));
        assert!(!kept(Change::MemberAdded { user: ANN, group: GroupId(2) }));
        assert!(!kept(Change::FolderMoved { chain: chain(&[1, 3]) }));
        assert!(!kept(Change::PersonRemoved(ANN)));
    }
}

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

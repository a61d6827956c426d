//! The compiled policy, and how it changes.

use std::sync::Arc;

use keyfold_model::{CapabilitySet, Fence, FolderId, Grant, GroupId, PartnerId, UserId};

use crate::{
    Chain, Change, Partner, Person, Place, View,
    decide::granted_by,
    grants::Grants,
    ground::Shared,
    holder::Holder,
    people::People,
    place::Spot,
    skeleton::Skeleton,
    standing::Standing,
    visibility::{footholds, granted_folders},
};

/// Everything that decides what people reach: people, memberships, partners, grants, fences. Immutable; a clone costs
/// one counter.
///
/// ```
/// use keyfold_authz::{Chain, Change, Person, PersonState, Place, Policy};
/// use keyfold_model::{FolderId, Grant, GrantId, Level, Reach, SiteRole, Subject, UserId};
///
/// let ann = UserId(7);
/// let person = Person { id: ann, state: PersonState::Alive, role: SiteRole::Member, partner: None };
/// let grant = Grant {
///     id: GrantId(1),
///     folder: FolderId(2),
///     subject: Subject::User(ann),
///     level: Level::ReadOnly,
///     reach: Reach::Tree,
/// };
/// let chain = Chain::new(vec![FolderId::ROOT, FolderId(2)])?;
/// let policy = Policy::build([Change::PersonSet(person), Change::GrantAdded { grant, chain }]);
///
/// let deep_below = [FolderId::ROOT, FolderId(2), FolderId(3), FolderId(4)];
/// assert_eq!(policy.capabilities(ann, Place(&deep_below)), Level::ReadOnly.capabilities());
/// assert!(policy.visible(ann, Place::ROOT), "it leads to what she may read");
/// assert!(policy.capabilities(ann, Place::ROOT).is_empty());
/// # Ok::<(), keyfold_authz::ChainError>(())
/// ```
#[derive(Clone, Default)]
pub struct Policy(Arc<Compiled>);

/// The content of a policy: persistent maps, so that the next version shares nearly all of it.
#[derive(Clone, Default)]
struct Compiled {
    people: People,
    skeleton: Skeleton,
}

impl Policy {
    /// The policy after all changes, from nothing: how a server loads it at start. Grants that come ordered by folder
    /// load fastest.
    #[must_use]
    pub fn build(changes: impl IntoIterator<Item = Change>) -> Self {
        let mut compiled = Compiled::default();
        compiled.change_all(changes);
        Self(Arc::new(compiled))
    }

    /// The policy after one change. This one stays as it is.
    #[must_use]
    pub fn apply(&self, change: &Change) -> Self {
        self.apply_all([change.clone()])
    }

    /// The policy after some changes, as one step: what one transaction did.
    #[must_use]
    pub fn apply_all(&self, changes: impl IntoIterator<Item = Change>) -> Self {
        let mut compiled = Compiled::clone(&self.0);
        compiled.change_all(changes);
        Self(Arc::new(compiled))
    }

    /// What the person has in the folder.
    #[must_use]
    pub fn capabilities(&self, user: UserId, place: Place<'_>) -> CapabilitySet {
        self.held(self.people().standing(user), Spot::Here(place))
    }

    /// Whether the person may know of the folder: they have a capability in it, or below it. Who asks often asks a
    /// [`View`].
    #[must_use]
    pub fn visible(&self, user: UserId, place: Place<'_>) -> bool {
        !self.capabilities(user, place).is_empty() || self.leads(user, place)
    }

    /// What the person sees, made ready for many questions.
    #[must_use]
    pub fn view(&self, user: UserId) -> View {
        View::new(self, user)
    }

    /// What is known of a person.
    #[must_use]
    pub fn person(&self, user: UserId) -> Option<Person> {
        self.people().account(user)?.person
    }

    /// The groups that a person is in, sorted.
    #[must_use]
    pub fn groups_of(&self, user: UserId) -> &[GroupId] {
        self.people().account(user).map_or(&[], |account| &account.groups)
    }

    /// What is known of a partner.
    #[must_use]
    pub fn partner(&self, id: PartnerId) -> Option<Partner> {
        self.people().partner_root(id).map(|root| Partner { id, root })
    }

    /// The grants that stand on the folder.
    #[must_use]
    pub fn grants_on(&self, folder: FolderId) -> &[Grant] {
        self.skeleton().grants_on(folder).map_or(&[], Grants::as_slice)
    }

    /// The fence of the folder.
    #[must_use]
    pub fn fence_on(&self, folder: FolderId) -> Option<Fence> {
        self.skeleton().fence_on(folder)
    }

    /// Whether the folder is plain: neither it nor anything below it carries a grant or a fence,
    /// or is the root of a partner.
    #[must_use]
    pub fn is_plain(&self, folder: FolderId) -> bool {
        !self.skeleton().tree().contains(folder)
    }

    pub(crate) fn people(&self) -> &People {
        &self.0.people
    }

    pub(crate) fn skeleton(&self) -> &Skeleton {
        &self.0.skeleton
    }

    /// What someone of that standing has there.
    pub(crate) fn held(&self, standing: Standing<'_>, spot: Spot<'_>) -> CapabilitySet {
        standing.decide(|who| granted_by(&Shared { skeleton: self.skeleton(), who: *who }, who.ceiling(spot), spot))
    }

    /// Whether the person has something below the folder.
    fn leads(&self, user: UserId, place: Place<'_>) -> bool {
        let skeleton = self.skeleton();
        match (self.people().standing(user), place.folder()) {
            (Standing::Granted(who), Some(folder)) if skeleton.tree().contains(folder) => {
                let mut footholds = footholds(skeleton, who, granted_folders(skeleton, who));
                footholds.any(|foothold| skeleton.tree().above(foothold).any(|above| above == folder))
            }
            _ => false,
        }
    }
}

impl Compiled {
    fn change_all(&mut self, changes: impl IntoIterator<Item = Change>) {
        let mut changes = changes.into_iter().peekable();
        while let Some(change) = changes.next() {
            let Change::GrantAdded { grant, chain } = change else {
                self.change(change);
                continue;
            };
            // A folder's grants are one sorted slice: made once for all that come in a row.
            let mut grants = vec![grant];
            while let Some(Change::GrantAdded { grant, .. }) =
                changes.next_if(|next| matches!(next, Change::GrantAdded { chain: same, .. } if *same == chain))
            {
                grants.push(grant);
            }
            self.skeleton.add_grants(&chain, grants);
        }
    }

    fn change(&mut self, change: Change) {
        match change {
            Change::PersonSet(person) => self.people.set(person),
            Change::PersonRemoved(user) => {
                self.people.remove(user);
                self.skeleton.remove_held(Holder::User(user));
            }
            Change::MemberAdded { user, group } => self.people.join(user, group),
            Change::MemberRemoved { user, group } => self.people.leave(user, group),
            Change::GroupRemoved(group) => {
                self.people.remove_group(group);
                self.skeleton.remove_held(Holder::Group(group));
                self.skeleton.remove_held(Holder::InList(group));
            }
            Change::PartnerSet { partner, chain } => self.set_partner(partner, &chain),
            Change::PartnerRemoved(partner) => {
                if let Some(root) = self.people.remove_partner(partner) {
                    self.skeleton.unpin(root, partner);
                }
                self.skeleton.remove_held(Holder::Partner(partner));
            }
            Change::GrantAdded { grant, chain } => self.skeleton.add_grants(&chain, [grant]),
            Change::GrantRemoved(grant) => self.skeleton.remove_grant(grant),
            Change::FenceSet { chain, fence } => self.skeleton.set_fence(&chain, fence),
            Change::FolderMoved { chain } => self.skeleton.move_folder(&chain),
            Change::FolderRemoved(folder) => self.skeleton.remove_folder(folder),
        }
    }

    fn set_partner(&mut self, partner: PartnerId, chain: &Chain) {
        if let Some(before) = self.people.set_partner(partner, chain.folder()) {
            self.skeleton.unpin(before, partner);
        }
        self.skeleton.pin(chain, partner);
    }
}

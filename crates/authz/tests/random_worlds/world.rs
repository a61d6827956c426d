//! A small company as plain data, and the acts that change it. Each act changes the data and says what the engine must
//! be told.

use std::collections::{BTreeMap, BTreeSet};

use keyfold_authz::{Chain, Change, Person, PersonState};
use keyfold_model::{Fence, FolderId, Grant, GrantId, GroupId, Level, PartnerId, Reach, SiteRole, Subject, UserId};
use proptest::{
    prelude::*,
    sample::{Index, select},
};

/// Everything there is.
#[derive(Clone, Debug)]
pub struct World {
    pub people: BTreeMap<UserId, Person>,
    pub members: BTreeSet<(UserId, GroupId)>,
    pub partners: BTreeMap<PartnerId, FolderId>,
    /// Each folder but the root, and the one above it.
    pub parents: BTreeMap<FolderId, FolderId>,
    pub fences: BTreeMap<FolderId, Fence>,
    pub grants: BTreeMap<GrantId, Grant>,
    next_folder: i64,
    next_grant: i64,
}

/// Something that happens. An [`Index`] picks among the folders or grants that there are then.
#[derive(Clone, Debug)]
pub enum Act {
    SetPerson(Person),
    RemovePerson(UserId),
    Join(UserId, GroupId),
    Leave(UserId, GroupId),
    RemoveGroup(GroupId),
    SetPartner(PartnerId, Index),
    RemovePartner(PartnerId),
    MakeFolder(Index),
    MoveFolder(Index, Index),
    RemoveFolder(Index),
    SetFence(Index, Option<Fence>),
    AddGrant(Index, Subject, Level, Reach),
    RemoveGrant(Index),
    /// So many grants on one folder, most of them to strangers, that the engine searches them.
    Crowd(Index, Vec<(Subject, Level)>),
}

pub fn users() -> impl Iterator<Item = UserId> {
    (1..=6).map(UserId)
}

impl World {
    /// Six people, in two groups each, and a tree of a dozen folders.
    pub fn new() -> (Self, Vec<Change>) {
        let mut world = Self {
            people: BTreeMap::new(),
            members: BTreeSet::new(),
            partners: BTreeMap::new(),
            parents: BTreeMap::new(),
            fences: BTreeMap::new(),
            grants: BTreeMap::new(),
            next_folder: 2,
            next_grant: 1,
        };
        let parents = [1, 2, 3, 4, 2, 6, 1, 8, 9, 10, 8];
        for parent in parents {
            world.parents.insert(FolderId(world.next_folder), FolderId(parent));
            world.next_folder += 1;
        }
        let mut changes = Vec::new();
        for user in users() {
            let partner = (user.0 == 6).then_some(PartnerId(1));
            let person = Person { id: user, state: PersonState::Alive, role: SiteRole::Member, partner };
            changes.extend(world.act(&Act::SetPerson(person)));
            for group in [user.0 % 4 + 1, user.0 % 3 + 1] {
                changes.extend(world.act(&Act::Join(user, GroupId(group))));
            }
        }
        world.partners.insert(PartnerId(1), FolderId(3));
        changes.push(Change::PartnerSet { partner: PartnerId(1), chain: world.chain(FolderId(3)) });
        (world, changes)
    }

    pub fn folders(&self) -> Vec<FolderId> {
        std::iter::once(FolderId::ROOT).chain(self.parents.keys().copied()).collect()
    }

    /// The folder and those above it, upward.
    pub fn upward(&self, folder: FolderId) -> Vec<FolderId> {
        let mut path = vec![folder];
        while let Some(parent) = path.last().and_then(|last| self.parents.get(last)) {
            path.push(*parent);
        }
        path
    }

    pub fn chain(&self, folder: FolderId) -> Chain {
        Chain::new(self.upward(folder).into_iter().rev().collect()).expect("a tree")
    }

    /// The folder and all below it.
    pub fn tree(&self, folder: FolderId) -> Vec<FolderId> {
        self.folders().into_iter().filter(|other| self.upward(*other).contains(&folder)).collect()
    }

    /// What a server would load at start to have this world, in an order of its own.
    pub fn load(&self) -> Vec<Change> {
        let grants = self.grants.values().map(|grant| self.grant_added(grant.clone()));
        let fences = self.fences.iter().map(|(folder, fence)| self.fence_set(*folder, Some(*fence)));
        let partners = self.partners.iter().filter(|(_, root)| self.exists(**root));
        let partners =
            partners.map(|(partner, root)| Change::PartnerSet { partner: *partner, chain: self.chain(*root) });
        let members = self.members.iter().map(|(user, group)| Change::MemberAdded { user: *user, group: *group });
        let people = self.people.values().map(|person| Change::PersonSet(*person));
        grants.chain(members).chain(people).chain(fences).chain(partners).collect()
    }

    fn exists(&self, folder: FolderId) -> bool {
        folder == FolderId::ROOT || self.parents.contains_key(&folder)
    }

    fn grant_added(&self, grant: Grant) -> Change {
        Change::GrantAdded { chain: self.chain(grant.folder), grant }
    }

    fn fence_set(&self, folder: FolderId, fence: Option<Fence>) -> Change {
        Change::FenceSet { chain: self.chain(folder), fence }
    }

    /// Does it, and says what the engine must be told.
    pub fn act(&mut self, act: &Act) -> Vec<Change> {
        match act {
            Act::SetPerson(person) => {
                self.people.insert(person.id, *person);
                vec![Change::PersonSet(*person)]
            }
            Act::RemovePerson(user) => {
                self.people.remove(user);
                self.members.retain(|(member, _)| member != user);
                self.grants.retain(|_, grant| grant.subject != Subject::User(*user));
                vec![Change::PersonRemoved(*user)]
            }
            Act::Join(user, group) => {
                self.members.insert((*user, *group));
                vec![Change::MemberAdded { user: *user, group: *group }]
            }
            Act::Leave(user, group) => {
                self.members.remove(&(*user, *group));
                vec![Change::MemberRemoved { user: *user, group: *group }]
            }
            Act::RemoveGroup(group) => {
                self.members.retain(|(_, other)| other != group);
                self.grants.retain(|_, grant| match &grant.subject {
                    Subject::Group(other) => other != group,
                    Subject::AllOf(groups) => !groups.contains(group),
                    Subject::User(_) | Subject::Partner(_) => true,
                });
                vec![Change::GroupRemoved(*group)]
            }
            Act::SetPartner(partner, folder) => {
                let root = self.pick(folder);
                self.partners.insert(*partner, root);
                vec![Change::PartnerSet { partner: *partner, chain: self.chain(root) }]
            }
            Act::RemovePartner(partner) => {
                self.partners.remove(partner);
                self.grants.retain(|_, grant| grant.subject != Subject::Partner(*partner));
                vec![Change::PartnerRemoved(*partner)]
            }
            Act::SetFence(folder, fence) => {
                let folder = self.pick(folder);
                self.fences.remove(&folder);
                self.fences.extend(fence.map(|fence| (folder, fence)));
                vec![self.fence_set(folder, *fence)]
            }
            Act::MakeFolder(parent) => self.make_folder(self.pick(parent)),
            Act::MoveFolder(folder, into) => self.move_folder(self.pick(folder), self.pick(into)),
            Act::RemoveFolder(folder) => self.remove_folder(self.pick(folder)),
            Act::AddGrant(folder, subject, level, reach) => {
                vec![self.grant(self.pick(folder), subject.clone(), *level, *reach)]
            }
            Act::Crowd(folder, crowd) => {
                let folder = self.pick(folder);
                crowd.iter().map(|(subject, level)| self.grant(folder, subject.clone(), *level, Reach::Tree)).collect()
            }
            Act::RemoveGrant(index) => self.remove_grant(index),
        }
    }

    fn make_folder(&mut self, parent: FolderId) -> Vec<Change> {
        self.parents.insert(FolderId(self.next_folder), parent);
        self.next_folder += 1;
        vec![]
    }

    fn move_folder(&mut self, folder: FolderId, into: FolderId) -> Vec<Change> {
        if self.tree(folder).contains(&into) {
            return vec![];
        }
        self.parents.insert(folder, into);
        vec![Change::FolderMoved { chain: self.chain(folder) }]
    }

    fn remove_folder(&mut self, folder: FolderId) -> Vec<Change> {
        if folder == FolderId::ROOT {
            return vec![];
        }
        for gone in self.tree(folder) {
            self.parents.remove(&gone);
            self.fences.remove(&gone);
            self.grants.retain(|_, grant| grant.folder != gone);
        }
        vec![Change::FolderRemoved(folder)]
    }

    fn remove_grant(&mut self, index: &Index) -> Vec<Change> {
        let ids: Vec<_> = self.grants.keys().copied().collect();
        if ids.is_empty() {
            return vec![];
        }
        let id = *index.get(&ids);
        self.grants.remove(&id);
        vec![Change::GrantRemoved(id)]
    }

    fn grant(&mut self, folder: FolderId, subject: Subject, level: Level, reach: Reach) -> Change {
        let grant = Grant { id: GrantId(self.next_grant), folder, subject, level, reach };
        self.next_grant += 1;
        self.grants.insert(grant.id, grant.clone());
        self.grant_added(grant)
    }

    fn pick(&self, index: &Index) -> FolderId {
        *index.get(&self.folders())
    }
}

/// Any act, those on grants, fences and folders most often.
pub fn act() -> impl Strategy<Value = Act> {
    let folder = any::<Index>;
    prop_oneof![
        3 => person().prop_map(Act::SetPerson),
        1 => user().prop_map(Act::RemovePerson),
        3 => (user(), group()).prop_map(|(user, group)| Act::Join(user, group)),
        2 => (user(), group()).prop_map(|(user, group)| Act::Leave(user, group)),
        1 => group().prop_map(Act::RemoveGroup),
        2 => (partner(), folder()).prop_map(|(partner, folder)| Act::SetPartner(partner, folder)),
        1 => partner().prop_map(Act::RemovePartner),
        2 => folder().prop_map(Act::MakeFolder),
        4 => (folder(), folder()).prop_map(|(folder, into)| Act::MoveFolder(folder, into)),
        1 => folder().prop_map(Act::RemoveFolder),
        6 => (folder(), prop::option::weighted(0.7, fence())).prop_map(|(folder, fence)| Act::SetFence(folder, fence)),
        16 => (folder(), subject(), level(), reach()).prop_map(|(folder, subject, level, reach)| {
            Act::AddGrant(folder, subject, level, reach)
        }),
        3 => any::<Index>().prop_map(Act::RemoveGrant),
        1 => (folder(), crowd()).prop_map(|(folder, crowd)| Act::Crowd(folder, crowd)),
    ]
}

fn user() -> impl Strategy<Value = UserId> {
    (1..=6_i64).prop_map(UserId)
}

fn group() -> impl Strategy<Value = GroupId> {
    (1..=4_i64).prop_map(GroupId)
}

fn partner() -> impl Strategy<Value = PartnerId> {
    (1..=2_i64).prop_map(PartnerId)
}

fn level() -> impl Strategy<Value = Level> {
    select(Level::ALL.to_vec())
}

fn reach() -> impl Strategy<Value = Reach> {
    prop_oneof![3 => Just(Reach::Tree), 1 => Just(Reach::Folder)]
}

fn fence() -> impl Strategy<Value = Fence> {
    select(vec![Fence::All, Fence::AllExceptAdmin])
}

fn person() -> impl Strategy<Value = Person> {
    let state = prop_oneof![4 => Just(PersonState::Alive), 1 => Just(PersonState::Disabled)];
    let role = prop_oneof![
        6 => Just(SiteRole::Member), 1 => Just(SiteRole::ReadOnlyAdmin), 1 => Just(SiteRole::Admin),
    ];
    (user(), state, role, prop::option::weighted(0.4, partner())).prop_map(|(id, state, role, partner)| Person {
        id,
        state,
        role,
        partner,
    })
}

/// Lists of any length, too: an empty one must match nobody, however it came about.
fn subject() -> impl Strategy<Value = Subject> {
    prop_oneof![
        4 => user().prop_map(Subject::User),
        4 => group().prop_map(Subject::Group),
        2 => partner().prop_map(Subject::Partner),
        2 => prop::collection::vec(group(), 0..4).prop_map(Subject::AllOf),
    ]
}

fn crowd() -> impl Strategy<Value = Vec<(Subject, Level)>> {
    let strangers = (100..160_i64).prop_map(|id| {
        if id % 2 == 0 { Subject::User(UserId(id)) } else { Subject::AllOf(vec![GroupId(1), GroupId(id)]) }
    });
    prop::collection::vec((prop_oneof![9 => strangers, 1 => subject()], level()), 40..60)
}

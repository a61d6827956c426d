//! Who there is, and who is in what.

use std::sync::Arc;

use imbl::OrdSet;
use keyfold_model::{FolderId, GroupId, PartnerId, SiteRole, UserId};

use crate::{
    Person, PersonState,
    id_map::IdMap,
    standing::{Bounds, Standing, Who},
};

/// The directory, as far as permissions need it.
#[derive(Clone, Default)]
pub(crate) struct People {
    accounts: IdMap<UserId, Account>,
    members: OrdSet<(GroupId, UserId)>,
    /// Partners' people, by partner.
    partner_people: OrdSet<(PartnerId, UserId)>,
    site_admins: OrdSet<UserId>,
    partners: IdMap<PartnerId, FolderId>,
}

/// What is known under one user id.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Account {
    /// None while only memberships have come.
    pub(crate) person: Option<Person>,
    /// Sorted. Read on every decision, changed seldom.
    pub(crate) groups: Arc<[GroupId]>,
}

impl Account {
    /// Rule 1. A partner's person is bound to the partner's root, and no site role lifts that.
    pub(crate) fn standing(&self, bounds: Option<Bounds>) -> Standing<'_> {
        match self.person {
            None => Standing::Unknown,
            Some(Person { state: PersonState::Disabled, .. }) => Standing::Disabled,
            Some(Person { role: SiteRole::Admin, partner: None, .. }) => Standing::SiteAdmin,
            Some(Person { id, .. }) => Standing::Granted(Who { user: id, groups: &self.groups, partner: bounds }),
        }
    }
}

impl People {
    pub(crate) fn account(&self, user: UserId) -> Option<&Account> {
        self.accounts.get(&user)
    }

    /// What keeps the account's person inside, if they are a partner's.
    pub(crate) fn bounds(&self, account: &Account) -> Option<Bounds> {
        let partner = account.person?.partner?;
        Some(Bounds { partner, root: self.partner_root(partner) })
    }

    pub(crate) fn standing(&self, user: UserId) -> Standing<'_> {
        self.account(user).map_or(Standing::Unknown, |account| account.standing(self.bounds(account)))
    }

    pub(crate) fn partner_root(&self, partner: PartnerId) -> Option<FolderId> {
        self.partners.get(&partner).copied()
    }

    pub(crate) fn members_of(&self, group: GroupId) -> impl Iterator<Item = UserId> + '_ {
        self.members.range((group, UserId(i64::MIN))..=(group, UserId(i64::MAX))).map(|(_, user)| *user)
    }

    pub(crate) fn people_of(&self, partner: PartnerId) -> impl Iterator<Item = UserId> + '_ {
        self.partner_people.range((partner, UserId(i64::MIN))..=(partner, UserId(i64::MAX))).map(|(_, user)| *user)
    }

    pub(crate) fn site_admins(&self) -> impl Iterator<Item = UserId> + '_ {
        self.site_admins.iter().copied()
    }

    pub(crate) fn set(&mut self, person: Person) {
        self.forget(person.id);
        if let Some(partner) = person.partner {
            self.partner_people.insert((partner, person.id));
        }
        if person.role == SiteRole::Admin {
            self.site_admins.insert(person.id);
        }
        self.accounts.entry(person.id).or_default().person = Some(person);
    }

    /// Takes a person out of the lists by role and partner; the account stays.
    fn forget(&mut self, user: UserId) {
        self.site_admins.remove(&user);
        if let Some(partner) = self.account(user).and_then(|account| account.person?.partner) {
            self.partner_people.remove(&(partner, user));
        }
    }

    pub(crate) fn remove(&mut self, user: UserId) {
        self.forget(user);
        if let Some(account) = self.accounts.remove(&user) {
            for group in account.groups.iter() {
                self.members.remove(&(*group, user));
            }
        }
    }

    pub(crate) fn join(&mut self, user: UserId, group: GroupId) {
        if self.members.insert((group, user)).is_none() {
            let account = self.accounts.entry(user).or_default();
            let before = account.groups.partition_point(|other| *other < group);
            let (lower, upper) = account.groups.split_at(before);
            account.groups = lower.iter().copied().chain([group]).chain(upper.iter().copied()).collect();
        }
    }

    pub(crate) fn leave(&mut self, user: UserId, group: GroupId) {
        if self.members.remove(&(group, user)).is_some()
            && let Some(account) = self.accounts.get_mut(&user)
        {
            account.groups = account.groups.iter().copied().filter(|other| *other != group).collect();
        }
    }

    pub(crate) fn remove_group(&mut self, group: GroupId) {
        let members: Vec<_> = self.members_of(group).collect();
        for user in members {
            self.leave(user, group);
        }
    }

    /// Sets a partner's root; tells the one before.
    pub(crate) fn set_partner(&mut self, partner: PartnerId, root: FolderId) -> Option<FolderId> {
        self.partners.insert(partner, root)
    }

    /// Forgets a partner; tells its root.
    pub(crate) fn remove_partner(&mut self, partner: PartnerId) -> Option<FolderId> {
        self.partners.remove(&partner)
    }
}

//! Who is in the directory.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use super::push::Push;

/// A person of the directory.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// The directory's own id: 24 hexadecimal digits, as JumpCloud's. SCIM's `externalId`.
    pub key: String,
    /// The address, which is the user name and the NameID too.
    pub email: String,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// Whether they are switched on.
    pub active: bool,
    /// The names of their groups.
    pub groups: BTreeSet<String>,
    /// What the other side calls them.
    pub scim_id: Option<String>,
}

/// A group of the directory.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// What the other side calls it.
    pub scim_id: Option<String>,
}

/// A person to be added.
#[derive(Clone, Debug, Deserialize)]
pub struct NewPerson {
    /// The address.
    pub email: String,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
}

/// What is to change.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PersonChange {
    /// Switched on or off.
    pub active: Option<bool>,
    /// The groups they are in from now on.
    pub groups: Option<BTreeSet<String>>,
}

/// One membership that begins or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// Into the group of that name.
    Into(String),
    /// Out of the group of that name.
    OutOf(String),
}

/// People, groups, and what was pushed about them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Register {
    /// The people, in the order in which they came.
    pub people: Vec<Person>,
    /// The groups.
    pub groups: Vec<Group>,
    /// The pushes, newest last.
    pub pushes: Vec<Push>,
    next_key: u64,
}

impl Register {
    pub(super) fn add(&mut self, new: NewPerson) -> Result<String> {
        ensure!(new.email.contains('@'), "an address is needed");
        let taken = self.people.iter().any(|person| person.email.eq_ignore_ascii_case(&new.email));
        ensure!(!taken, "{} is in the directory already", new.email);
        self.next_key += 1;
        let key = format!("61aa00bb11cc{:012x}", self.next_key);
        self.people.push(Person {
            key: key.clone(),
            email: new.email,
            given_name: new.given_name,
            family_name: new.family_name,
            active: true,
            groups: BTreeSet::new(),
            scim_id: None,
        });
        Ok(key)
    }

    pub(super) fn add_group(&mut self, name: &str) -> Result<()> {
        ensure!(!name.trim().is_empty(), "a group needs a name");
        ensure!(!self.groups.iter().any(|group| group.name == name), "the group {name} is there already");
        self.groups.push(Group { name: name.to_owned(), scim_id: None });
        Ok(())
    }

    /// The person with that key.
    pub fn person(&self, key: &str) -> Result<&Person> {
        self.people.iter().find(|person| person.key == key).context("no such person")
    }

    /// The person with that address.
    #[must_use]
    pub fn by_email(&self, email: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.email.eq_ignore_ascii_case(email))
    }

    pub(super) fn person_mut(&mut self, key: &str) -> Result<&mut Person> {
        self.people.iter_mut().find(|person| person.key == key).context("no such person")
    }

    pub(super) fn group(&self, name: &str) -> Result<&Group> {
        self.groups.iter().find(|group| group.name == name).with_context(|| format!("no group {name}"))
    }

    pub(super) fn group_mut(&mut self, name: &str) -> Result<&mut Group> {
        self.groups.iter_mut().find(|group| group.name == name).with_context(|| format!("no group {name}"))
    }

    /// Forgets what the other side calls them: it is another one.
    pub(super) fn forget_ids(&mut self) {
        self.people.iter_mut().for_each(|person| person.scim_id = None);
        self.groups.iter_mut().for_each(|group| group.scim_id = None);
    }

    pub(super) fn change(&mut self, key: &str, change: &PersonChange) -> Result<Vec<Move>> {
        for name in change.groups.iter().flatten() {
            self.group(name)?;
        }
        let person = self.person_mut(key)?;
        person.active = change.active.unwrap_or(person.active);
        let Some(groups) = &change.groups else { return Ok(Vec::new()) };
        let left = person.groups.difference(groups).cloned().map(Move::OutOf);
        let joined = groups.difference(&person.groups).cloned().map(Move::Into);
        let moves = left.chain(joined).collect();
        person.groups.clone_from(groups);
        Ok(moves)
    }

    pub(super) fn remove(&mut self, key: &str) -> Result<Person> {
        let index = self.people.iter().position(|person| person.key == key).context("no such person")?;
        Ok(self.people.remove(index))
    }
}

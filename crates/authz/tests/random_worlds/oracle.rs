//! A second evaluator, read straight off the rules, slow and plain. It shares no code with the engine: not even the
//! table of levels.

use std::collections::BTreeSet;

use keyfold_authz::PersonState;
use keyfold_model::{Fence, FolderId, Grant, Level, Reach, SiteRole, Subject, UserId};

use crate::world::World;

pub type Words = BTreeSet<&'static str>;

const EVERYTHING: &str = "list preview read create overwrite move delete share history admin";

fn words(text: &'static str) -> Words {
    text.split_whitespace().collect()
}

fn given_by(level: Level) -> Words {
    words(match level {
        Level::Admin => EVERYTHING,
        Level::Full => "list preview read create overwrite move delete",
        Level::ReadWrite => "list preview read create",
        Level::ReadOnly => "list preview read",
        Level::WriteOnly => "create",
        Level::PreviewOnly => "list preview",
        Level::List => "list",
        Level::Bundle => "list preview read share",
        Level::History => "list history",
    })
}

/// What the user has in the folder.
pub fn capabilities(world: &World, user: UserId, folder: FolderId) -> Words {
    let Some(person) = world.people.get(&user) else { return Words::new() };
    if person.state == PersonState::Disabled {
        return Words::new();
    }
    if person.role == SiteRole::Admin && person.partner.is_none() {
        return words(EVERYTHING);
    }
    let counting = world.grants.values().filter(|grant| matches(world, user, grant) && counts(world, grant, folder));
    let union: Words = counting.flat_map(|grant| given_by(grant.level)).collect();
    match person.partner {
        None => union,
        Some(partner) => match world.partners.get(&partner) {
            Some(root) if world.upward(folder).contains(root) => &union - &words("admin share history"),
            _ => Words::new(),
        },
    }
}

/// Whether the grant's subject is, or takes in, the user.
pub fn matches(world: &World, user: UserId, grant: &Grant) -> bool {
    let is_in = |group| world.members.contains(&(user, group));
    match &grant.subject {
        Subject::User(holder) => *holder == user,
        Subject::Group(group) => is_in(*group),
        Subject::Partner(partner) => world.people.get(&user).is_some_and(|person| person.partner == Some(*partner)),
        Subject::AllOf(groups) => !groups.is_empty() && groups.iter().all(|group| is_in(*group)),
    }
}

/// Whether the grant reaches down to the folder.
pub fn counts(world: &World, grant: &Grant, folder: FolderId) -> bool {
    let path = world.upward(folder);
    let Some(distance) = path.iter().position(|above| *above == grant.folder) else { return false };
    if distance > 0 && grant.reach == Reach::Folder {
        return false;
    }
    !path[..distance].iter().any(|below| match world.fences.get(below) {
        None => false,
        Some(Fence::All) => true,
        Some(Fence::AllExceptAdmin) => grant.level != Level::Admin,
    })
}

/// Whether the user may know of the folder.
pub fn visible(world: &World, user: UserId, folder: FolderId) -> bool {
    world.tree(folder).into_iter().any(|below| !capabilities(world, user, below).is_empty())
}

/// Whether the folder, and all below it, carry nothing.
pub fn is_plain(world: &World, folder: FolderId) -> bool {
    let carries = |folder: &FolderId| {
        world.fences.contains_key(folder)
            || world.grants.values().any(|grant| grant.folder == *folder)
            || world.partners.values().any(|root| root == folder)
    };
    !world.tree(folder).iter().any(carries)
}

/// The world with a new folder, that carries nothing, right in each folder.
pub fn with_plain_children(world: &World) -> World {
    let mut world = world.clone();
    for folder in world.folders() {
        world.parents.insert(FolderId(folder.0 + 1_000_000), folder);
    }
    world
}

//! Grants and fences.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{FolderId, GrantId, GroupId, Level, PartnerId, UserId};

/// Who holds a grant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One person.
    User(UserId),
    /// Everyone in the group.
    Group(GroupId),
    /// Everyone of the partner.
    Partner(PartnerId),
    /// Everyone who is in all of these groups: two or more, sorted, each once. Made by [`Subject::all_of`].
    AllOf(Vec<GroupId>),
}

/// A list of groups that can't hold a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a list of groups must name at least two different groups; for one group, grant to the group itself")]
pub struct SubjectError;

impl Subject {
    /// Everyone who is in all of the groups. Duplicates count once.
    ///
    /// # Errors
    /// Fewer than two different groups: an empty list would match nobody and is refused.
    pub fn all_of(mut groups: Vec<GroupId>) -> Result<Self, SubjectError> {
        groups.sort_unstable();
        groups.dedup();
        if groups.len() < 2 { Err(SubjectError) } else { Ok(Self::AllOf(groups)) }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user {id}"),
            Self::Group(id) => write!(f, "group {id}"),
            Self::Partner(id) => write!(f, "partner {id}"),
            Self::AllOf(groups) => {
                f.write_str("all of groups ")?;
                for (index, id) in groups.iter().enumerate() {
                    write!(f, "{}{id}", if index == 0 { "" } else { " + " })?;
                }
                Ok(())
            }
        }
    }
}

/// How far down a grant goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The folder and everything below it (`recursive: true`).
    Tree,
    /// The folder's own contents, no subfolder (`recursive: false`).
    Folder,
}

/// A level given to a subject on a folder. Never edited: made and removed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// Where it stands. It travels with the folder.
    pub folder: FolderId,
    /// Who holds it.
    pub subject: Subject,
    /// What it gives.
    pub level: Level,
    /// How far down.
    pub reach: Reach,
}

/// A block on a folder: stops grants that come from above. Not inherited, and nothing below overrides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fence {
    /// Every grant from above stops here; only a site admin passes.
    All,
    /// Grants of level Admin pass, every other one stops.
    AllExceptAdmin,
}

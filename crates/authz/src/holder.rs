//! The key under which grants are found.

use std::hash::{Hash, Hasher};

use keyfold_model::{GroupId, PartnerId, Subject, UserId};

/// One user, group or partner that a grant names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holder {
    User(UserId),
    Group(GroupId),
    Partner(PartnerId),
    /// A group in a list of groups: being in it is not enough.
    InList(GroupId),
}

impl Holder {
    /// One integer for the kind and the id.
    pub(crate) const fn word(self) -> i64 {
        let (kind, id) = match self {
            Self::User(user) => (0, user.0),
            Self::Group(group) => (1, group.0),
            Self::Partner(partner) => (2, partner.0),
            Self::InList(group) => (3, group.0),
        };
        id.wrapping_mul(4).wrapping_add(kind)
    }

    /// All whom the subject names: one, or each group of a list.
    pub(crate) fn all_of(subject: &Subject) -> impl Iterator<Item = Self> + '_ {
        let (one, list) = match subject {
            Subject::User(user) => (Some(Self::User(*user)), [].as_slice()),
            Subject::Group(group) => (Some(Self::Group(*group)), [].as_slice()),
            Subject::Partner(partner) => (Some(Self::Partner(*partner)), [].as_slice()),
            Subject::AllOf(groups) => (None, groups.as_slice()),
        };
        one.into_iter().chain(list.iter().copied().map(Self::InList))
    }
}

/// As one word: the maps of this crate hash no more than that.
impl Hash for Holder {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_i64(self.word());
    }
}

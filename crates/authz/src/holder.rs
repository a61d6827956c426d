//! The key under which grants are found.

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

//! Where a question is asked: a folder, with all folders above it.

use std::{collections::HashSet, sync::Arc};

use keyfold_model::FolderId;

/// A folder, given as the ids from the root down to it: first [`FolderId::ROOT`], last the folder itself.
///
/// The tree of folders lives in the database; whoever asks has just resolved the path there, and passes what was found.
/// An empty chain names no folder: nobody but a site admin has anything in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a>(pub &'a [FolderId]);

impl<'a> Place<'a> {
    /// The root folder.
    pub const ROOT: Place<'static> = Place(&[FolderId::ROOT]);

    /// The folder itself.
    #[must_use]
    pub fn folder(self) -> Option<FolderId> {
        self.0.last().copied()
    }

    /// The folder above it, unless it is the root.
    #[must_use]
    pub fn parent(self) -> Option<Place<'a>> {
        match self.0 {
            [above @ .., _] if !above.is_empty() => Some(Place(above)),
            _ => None,
        }
    }
}

/// The ids from the root down to a folder, checked and owned: what a [`Change`](crate::Change) carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain(Arc<[FolderId]>);

/// A list of ids that leads to no folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// It is empty or begins elsewhere.
    #[error("a chain of folders must begin at the root folder")]
    NotFromRoot,
    /// A folder would lie in itself.
    #[error("a chain of folders names folder {0} twice; a folder can't lie inside itself")]
    Repeated(FolderId),
}

impl Chain {
    /// Checks a chain of ids. A tree built only from checked chains has no cycle and one root.
    ///
    /// # Errors
    /// It doesn't begin at the root, or names a folder twice.
    pub fn new(ids: Vec<FolderId>) -> Result<Self, ChainError> {
        if ids.first() != Some(&FolderId::ROOT) {
            return Err(ChainError::NotFromRoot);
        }
        let mut seen = HashSet::with_capacity(ids.len());
        match ids.iter().find(|id| !seen.insert(**id)) {
            Some(twice) => Err(ChainError::Repeated(*twice)),
            None => Ok(Self(ids.into())),
        }
    }

    /// The chain of the root folder.
    #[must_use]
    pub fn root() -> Self {
        Self([FolderId::ROOT].into())
    }

    /// The folder that it leads to.
    #[must_use]
    pub fn folder(&self) -> FolderId {
        self.0.last().copied().unwrap_or(FolderId::ROOT)
    }

    /// The ids, from the root down.
    #[must_use]
    pub fn ids(&self) -> &[FolderId] {
        &self.0
    }

    /// The same, to ask about.
    #[must_use]
    pub fn place(&self) -> Place<'_> {
        Place(&self.0)
    }
}

/// The folder that a question is about, seen from a chain.
#[derive(Clone, Copy)]
pub(crate) enum Spot<'a> {
    /// The folder of the chain.
    Here(Place<'a>),
    /// This child of it.
    Child(Place<'a>, FolderId),
    /// Any child of it that is plain: neither it nor anything below it carries a grant or a fence.
    PlainChild(Place<'a>),
}

/// Where a grant stands, seen from the folder that is asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    /// On the folder itself.
    Here,
    /// On a folder above it.
    Above,
}

impl<'a> Spot<'a> {
    /// The folders that can carry a grant which counts here, from the deepest to the root.
    pub(crate) fn upward(self) -> impl Iterator<Item = (Stands, FolderId)> + use<'a> {
        let (chain, child, first) = match self {
            Self::Here(Place(chain)) => (chain, None, Stands::Here),
            Self::Child(Place(chain), child) => (chain, Some(child), Stands::Here),
            Self::PlainChild(Place(chain)) => (chain, None, Stands::Above),
        };
        let stands = std::iter::once(first).chain(std::iter::repeat(Stands::Above));
        stands.zip(child.into_iter().chain(chain.iter().rev().copied()))
    }

    /// Whether the folder lies in `top`, or is it.
    pub(crate) fn is_within(self, top: FolderId) -> bool {
        self.upward().any(|(_, folder)| folder == top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ids<const N: usize>(ids: [i64; N]) -> [FolderId; N] {
        let mut folders = [FolderId::ROOT; N];
        let mut index = 0;
        while index < N {
            folders[index] = FolderId(ids[index]);
            index += 1;
        }
        folders
    }

    #[test]
    fn a_chain_begins_at_the_root_and_never_returns() {
        assert_eq!(Chain::new(vec![]), Err(ChainError::NotFromRoot));
        assert_eq!(Chain::new(ids([2, 3]).to_vec()), Err(ChainError::NotFromRoot));
        assert_eq!(Chain::new(ids([1, 2, 3, 2]).to_vec()), Err(ChainError::Repeated(FolderId(2))));
        assert_eq!(Chain::new(ids([1, 2, 3]).to_vec()).map(|chain| chain.folder()), Ok(FolderId(3)));
    }

    #[test]
    fn the_parent_of_the_root_is_none() {
        assert_eq!(Place::ROOT.parent(), None);
        assert_eq!(Place(&[]).parent(), None);
        assert_eq!(Place(&ids([1, 2])).parent(), Some(Place::ROOT));
    }
}

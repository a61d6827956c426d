//! A capability in a folder *and in every folder below it*: what deleting or moving a folder takes.

use keyfold_model::{Capability, FolderId, UserId};

use crate::{
    Place, Policy,
    place::Spot,
    standing::{Standing, Who},
};

/// Where in a tree of folders a person has a capability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// In the folder and in every one below it.
    Everywhere,
    /// Not in this folder of the tree: the folder itself, or the first one found below it.
    MissingIn(FolderId),
    /// In the folder and in every one below it, but for the [plain](Policy::is_plain) folders right below these (a
    /// non-recursive grant doesn't cover them). The tree of folders, which the caller has, says whether there are any.
    MissingInPlainChildrenOf(Vec<FolderId>),
}

impl Policy {
    /// Where in the folder and below it the person has the capability: one folder that lacks it refuses the whole
    /// operation. Takes time with the number of folders below that carry a grant or a fence.
    #[must_use]
    pub fn coverage(&self, user: UserId, place: Place<'_>, capability: Capability) -> Coverage {
        match (self.people().standing(user), place.folder()) {
            (Standing::SiteAdmin, _) => Coverage::Everywhere,
            (Standing::Granted(who), Some(_)) => self.search(&who, place, capability),
            (_, folder) => Coverage::MissingIn(folder.unwrap_or(FolderId::ROOT)),
        }
    }

    fn search(&self, who: &Who<'_>, place: Place<'_>, capability: Capability) -> Coverage {
        let has = |spot: Spot<'_>| self.held(Standing::Granted(*who), spot).has(capability);
        let mut bare = Vec::new();
        let mut chains = vec![place.0.to_vec()];
        while let Some(chain) = chains.pop() {
            let (Some(folder), here) = (chain.last().copied(), Place(&chain)) else { continue };
            if !has(Spot::Here(here)) {
                return Coverage::MissingIn(folder);
            }
            if !has(Spot::PlainChild(here)) {
                bare.push(folder);
            }
            let below = self.skeleton().tree().children(folder);
            chains.extend(below.map(|child| [chain.as_slice(), &[child]].concat()));
        }
        if bare.is_empty() { Coverage::Everywhere } else { Coverage::MissingInPlainChildrenOf(bare) }
    }
}

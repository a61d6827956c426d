//! What a person meets on the way from a folder up to the root.

use std::{collections::HashMap, hash::BuildHasherDefault};

use keyfold_model::{Fence, FolderId, Grant};

use crate::{id_map::IdHasher, skeleton::Skeleton, standing::Who, visibility::granted_folders};

/// Where a decision looks.
pub(crate) trait Ground<'p> {
    /// Visits the grants on the folder that the person holds, each once.
    fn visit_held(&self, folder: FolderId, visit: impl FnMut(&'p Grant));

    /// The fence on the folder.
    fn fence(&self, folder: FolderId) -> Option<Fence>;
}

/// Everything, of which the person's own is picked out on the way.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'p> {
    pub(crate) skeleton: &'p Skeleton,
    pub(crate) who: Who<'p>,
}

impl<'p> Ground<'p> for Shared<'p> {
    fn visit_held(&self, folder: FolderId, visit: impl FnMut(&'p Grant)) {
        if let Some(grants) = self.skeleton.grants_on(folder) {
            grants.visit_held(&self.who, visit);
        }
    }

    fn fence(&self, folder: FolderId) -> Option<Fence> {
        self.skeleton.fence_on(folder)
    }
}

/// One person's grants, picked out beforehand.
#[derive(Default)]
pub(crate) struct Held(HashMap<FolderId, Vec<Grant>, BuildHasherDefault<IdHasher>>);

impl Held {
    pub(crate) fn by(who: Who<'_>, skeleton: &Skeleton) -> Self {
        let mut held = HashMap::default();
        for folder in granted_folders(skeleton, who) {
            held.entry(folder).or_insert_with(|| {
                let mut grants = Vec::new();
                Shared { skeleton, who }.visit_held(folder, |grant| grants.push(grant.clone()));
                grants
            });
        }
        Self(held)
    }

    /// The folders on which the grants stand.
    pub(crate) fn folders(&self) -> impl Iterator<Item = FolderId> + '_ {
        self.0.keys().copied()
    }

    /// The grants, with the fences of the skeleton that they were picked from.
    pub(crate) const fn among<'p>(&'p self, skeleton: &'p Skeleton) -> Own<'p> {
        Own { held: self, skeleton }
    }
}

/// One person's grants, and all fences.
#[derive(Clone, Copy)]
pub(crate) struct Own<'p> {
    held: &'p Held,
    skeleton: &'p Skeleton,
}

impl<'p> Ground<'p> for Own<'p> {
    fn visit_held(&self, folder: FolderId, visit: impl FnMut(&'p Grant)) {
        if let Some(grants) = self.held.0.get(&folder) {
            grants.iter().for_each(visit);
        }
    }

    fn fence(&self, folder: FolderId) -> Option<Fence> {
        self.skeleton.fence_on(folder)
    }
}

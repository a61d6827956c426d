//! How the folders that permissions know lie in each other.

use std::sync::Arc;

use imbl::OrdSet;
use keyfold_model::FolderId;

use crate::{Chain, id_map::IdMap};

/// Some folders of the real tree, and all folders above each of them. Every path upward ends at the root, because links
/// are made from checked [`Chain`]s only.
#[derive(Clone, Default)]
pub(crate) struct Tree {
    /// None is above the root.
    parents: IdMap<FolderId, Option<FolderId>>,
    /// (folder, folder right below it)
    children: OrdSet<(FolderId, FolderId)>,
    /// Another one after each move.
    moves: Arc<()>,
}

impl Tree {
    pub(crate) fn contains(&self, folder: FolderId) -> bool {
        self.parents.contains_key(&folder)
    }

    /// The folders right below this one.
    pub(crate) fn children(&self, folder: FolderId) -> impl Iterator<Item = FolderId> + '_ {
        self.children.range((folder, FolderId(i64::MIN))..=(folder, FolderId(i64::MAX))).map(|(_, child)| *child)
    }

    /// The folders above this one, nearest first.
    pub(crate) fn above(&self, folder: FolderId) -> impl Iterator<Item = FolderId> + '_ {
        std::iter::successors(self.parent(folder), |above| self.parent(*above))
    }

    pub(crate) fn parent(&self, folder: FolderId) -> Option<FolderId> {
        self.parents.get(&folder).copied().flatten()
    }

    /// The ids from the root down to a folder.
    pub(crate) fn chain(&self, folder: FolderId) -> Vec<FolderId> {
        let mut chain: Vec<_> = std::iter::once(folder).chain(self.above(folder)).collect();
        chain.reverse();
        chain
    }

    /// Takes in all folders of the chain, and links each to the one before it: the chain is the newest truth. Tells
    /// which folders lost a child by that.
    pub(crate) fn attach(&mut self, chain: &Chain) -> Vec<FolderId> {
        let mut left = Vec::new();
        let mut parent = None;
        for &folder in chain.ids() {
            if self.parents.get(&folder) != Some(&parent) {
                if let Some(Some(before)) = self.parents.insert(folder, parent) {
                    self.children.remove(&(before, folder));
                    left.push(before);
                }
                self.children.extend(parent.map(|parent| (parent, folder)));
            }
            parent = Some(folder);
        }
        if !left.is_empty() {
            self.moves = Arc::new(());
        }
        left
    }

    /// Whether no folder was moved between this version and another one: then every folder that is in both lies below
    /// the same ones.
    pub(crate) fn shares_links_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.moves, &other.moves)
    }

    /// Forgets a folder; tells which one was above it.
    pub(crate) fn remove(&mut self, folder: FolderId) -> Option<FolderId> {
        let parent = self.parents.remove(&folder).flatten()?;
        self.children.remove(&(parent, folder));
        Some(parent)
    }
}

//! The part of the folder tree that permissions know: the folders that carry a grant or a fence, or are a partner's
//! root, and all folders above them.

use std::collections::BTreeMap;

use imbl::OrdSet;
use keyfold_model::{Fence, FolderId, Grant, GrantId, PartnerId};

use crate::{Chain, grants::Grants, holder::Holder, id_map::IdMap};

/// What permissions know of one folder.
#[derive(Clone, Default)]
pub(crate) struct Node {
    parent: Option<FolderId>,
    pub(crate) fence: Option<Fence>,
    pub(crate) grants: Grants,
}

/// The tree of nodes. Every parent of a node is a node; every path upward ends at the root, because links are made from
/// checked [`Chain`]s only.
#[derive(Clone, Default)]
pub(crate) struct Skeleton {
    nodes: IdMap<FolderId, Node>,
    /// (folder, node below it)
    children: OrdSet<(FolderId, FolderId)>,
    /// Where each grant stands.
    grants: IdMap<GrantId, FolderId>,
    /// The grants of each holder.
    held: OrdSet<(Holder, FolderId, GrantId)>,
    /// The roots of partners: they stay nodes.
    partner_roots: OrdSet<(FolderId, PartnerId)>,
}

impl Skeleton {
    pub(crate) fn node(&self, folder: FolderId) -> Option<&Node> {
        self.nodes.get(&folder)
    }

    pub(crate) fn contains(&self, folder: FolderId) -> bool {
        self.nodes.contains_key(&folder)
    }

    /// The nodes right below the folder.
    pub(crate) fn children(&self, folder: FolderId) -> impl Iterator<Item = FolderId> + '_ {
        self.children.range((folder, FolderId(i64::MIN))..=(folder, FolderId(i64::MAX))).map(|(_, child)| *child)
    }

    /// The folders above a node, nearest first.
    pub(crate) fn above(&self, folder: FolderId) -> impl Iterator<Item = FolderId> + '_ {
        std::iter::successors(self.parent(folder), |above| self.parent(*above))
    }

    fn parent(&self, folder: FolderId) -> Option<FolderId> {
        self.node(folder)?.parent
    }

    /// The chain of ids down to a node.
    pub(crate) fn chain(&self, folder: FolderId) -> Vec<FolderId> {
        let mut chain: Vec<_> = std::iter::once(folder).chain(self.above(folder)).collect();
        chain.reverse();
        chain
    }

    /// The folders of the grants that name the holder, with the grants.
    pub(crate) fn held_by(&self, holder: Holder) -> impl Iterator<Item = (FolderId, GrantId)> + '_ {
        let first = (holder, FolderId(i64::MIN), GrantId(i64::MIN));
        let last = (holder, FolderId(i64::MAX), GrantId(i64::MAX));
        self.held.range(first..=last).map(|(_, folder, grant)| (*folder, *grant))
    }

    pub(crate) fn grant(&self, id: GrantId) -> Option<&Grant> {
        self.node(*self.grants.get(&id)?)?.grants.get(id)
    }

    /// Adds grants to the folder that the chain leads to. Of two with one id, the later counts.
    pub(crate) fn add_grants(&mut self, chain: &Chain, grants: impl IntoIterator<Item = Grant>) {
        let folder = chain.folder();
        let newest: BTreeMap<GrantId, Grant> =
            grants.into_iter().map(|grant| (grant.id, Grant { folder, ..grant })).collect();
        for id in newest.keys() {
            self.remove_grant(*id);
        }
        self.attach(chain);
        for grant in newest.values() {
            self.grants.insert(grant.id, folder);
            self.held.extend(Holder::all_of(&grant.subject).map(|holder| (holder, folder, grant.id)));
        }
        if let Some(node) = self.nodes.get_mut(&folder) {
            node.grants = node.grants.with(newest.into_values());
        }
    }

    pub(crate) fn remove_grant(&mut self, id: GrantId) {
        let Some(folder) = self.grants.remove(&id) else { return };
        let Some(node) = self.nodes.get_mut(&folder) else { return };
        if let Some(grant) = node.grants.get(id) {
            for holder in Holder::all_of(&grant.subject) {
                self.held.remove(&(holder, folder, id));
            }
        }
        node.grants = node.grants.without(id);
        self.prune(folder);
    }

    /// Removes every grant that names the holder.
    pub(crate) fn remove_held(&mut self, holder: Holder) {
        let grants: Vec<_> = self.held_by(holder).collect();
        for (_, grant) in grants {
            self.remove_grant(grant);
        }
    }

    pub(crate) fn set_fence(&mut self, chain: &Chain, fence: Option<Fence>) {
        let folder = chain.folder();
        if fence.is_some() {
            self.attach(chain);
        }
        if let Some(node) = self.nodes.get_mut(&folder) {
            node.fence = fence;
        }
        self.prune(folder);
    }

    /// Keeps the folder as a partner's root.
    pub(crate) fn pin(&mut self, chain: &Chain, partner: PartnerId) {
        self.attach(chain);
        self.partner_roots.insert((chain.folder(), partner));
    }

    /// The folder is no longer the partner's root.
    pub(crate) fn unpin(&mut self, folder: FolderId, partner: PartnerId) {
        self.partner_roots.remove(&(folder, partner));
        self.prune(folder);
    }

    /// Moves a node, with all below it. A folder that is no node has nothing to take along.
    pub(crate) fn move_node(&mut self, chain: &Chain) {
        if self.contains(chain.folder()) {
            self.attach(chain);
        }
    }

    /// Removes a folder and all below it.
    pub(crate) fn remove_tree(&mut self, folder: FolderId) {
        let parent = self.parent(folder);
        let mut doomed = vec![folder];
        while let Some(folder) = doomed.pop() {
            doomed.extend(self.children(folder));
            let Some(node) = self.nodes.remove(&folder) else { continue };
            if let Some(parent) = node.parent {
                self.children.remove(&(parent, folder));
            }
            for grant in node.grants.as_slice() {
                self.grants.remove(&grant.id);
                for holder in Holder::all_of(&grant.subject) {
                    self.held.remove(&(holder, folder, grant.id));
                }
            }
        }
        if let Some(parent) = parent {
            self.prune(parent);
        }
    }

    /// Makes nodes of all folders of the chain, and links each to the one before it: the chain is the newest truth.
    fn attach(&mut self, chain: &Chain) {
        let mut left = Vec::new();
        let mut parent = None;
        for &folder in chain.ids() {
            let known = self.node(folder).map(|node| node.parent);
            if known != Some(parent) {
                self.nodes.entry(folder).or_default().parent = parent;
                self.children.extend(parent.map(|parent| (parent, folder)));
                if let Some(Some(before)) = known {
                    self.children.remove(&(before, folder));
                    left.push(before);
                }
            }
            parent = Some(folder);
        }
        for folder in left {
            self.prune(folder);
        }
    }

    /// Forgets a node that has nothing to say any more, and those above it that only led there.
    fn prune(&mut self, folder: FolderId) {
        let mut next = Some(folder);
        while let Some(folder) = next {
            let Some(node) = self.node(folder) else { return };
            let leads = self.children(folder).next().is_some();
            let rooted = self
                .partner_roots
                .range((folder, PartnerId(i64::MIN))..=(folder, PartnerId(i64::MAX)))
                .next()
                .is_some();
            if node.fence.is_some() || !node.grants.is_empty() || leads || rooted {
                return;
            }
            next = node.parent;
            self.nodes.remove(&folder);
            if let Some(parent) = next {
                self.children.remove(&(parent, folder));
            }
        }
    }
}

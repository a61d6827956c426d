//! What stands on folders: grants, fences, the roots of partners; and the part of the folder tree that they need.

use std::collections::BTreeMap;

use imbl::OrdSet;
use keyfold_model::{Fence, FolderId, Grant, GrantId, PartnerId};

use crate::{Chain, grants::Grants, holder::Holder, id_map::IdMap, tree::Tree};

/// The folders that carry something, and all folders above them.
#[derive(Clone, Default)]
pub(crate) struct Skeleton {
    tree: Tree,
    /// The grants on each folder that has any.
    on: IdMap<FolderId, Grants>,
    fences: IdMap<FolderId, Fence>,
    /// Where each grant stands.
    grants: IdMap<GrantId, FolderId>,
    /// The grants that name each holder.
    held: IdMap<Holder, OrdSet<(FolderId, GrantId)>>,
    partner_roots: OrdSet<(FolderId, PartnerId)>,
}

impl Skeleton {
    pub(crate) const fn tree(&self) -> &Tree {
        &self.tree
    }

    pub(crate) fn grants_on(&self, folder: FolderId) -> Option<&Grants> {
        self.on.get(&folder)
    }

    pub(crate) fn fence_on(&self, folder: FolderId) -> Option<Fence> {
        self.fences.get(&folder).copied()
    }

    /// The grants that name the holder, with their folders.
    pub(crate) fn held_by(&self, holder: Holder) -> impl Iterator<Item = (FolderId, GrantId)> + '_ {
        self.held.get(&holder).into_iter().flatten().copied()
    }

    /// Whether the grants that name the holder are surely still those of another version. Takes no time: it compares
    /// where they lie in memory.
    pub(crate) fn shares_held_by(&self, holder: Holder, other: &Self) -> bool {
        match (self.held.get(&holder), other.held.get(&holder)) {
            (None, None) => true,
            (Some(these), Some(those)) => these.ptr_eq(those),
            _ => false,
        }
    }

    /// Adds grants to the folder that the chain leads to. Of two with one id, the later counts.
    pub(crate) fn add_grants(&mut self, chain: &Chain, grants: impl IntoIterator<Item = Grant>) {
        let folder = chain.folder();
        let newest: BTreeMap<GrantId, Grant> =
            grants.into_iter().map(|grant| (grant.id, Grant { folder, ..grant })).collect();
        for id in newest.keys() {
            self.remove_grant(*id);
        }
        for grant in newest.values() {
            self.grants.insert(grant.id, folder);
            for holder in Holder::all_of(&grant.subject) {
                self.held.entry(holder).or_default().insert((folder, grant.id));
            }
        }
        let on = self.on.entry(folder).or_default();
        *on = on.with(newest.into_values());
        self.attach(chain);
    }

    pub(crate) fn remove_grant(&mut self, id: GrantId) {
        let Some(folder) = self.grants.remove(&id) else { return };
        let Some(on) = self.on.get_mut(&folder) else { return };
        on.get(id).into_iter().for_each(|grant| unname(&mut self.held, grant));
        *on = on.without(id);
        if on.is_empty() {
            self.on.remove(&folder);
            self.prune(folder);
        }
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
        match fence {
            Some(fence) => {
                self.fences.insert(folder, fence);
                self.attach(chain);
            }
            None => {
                self.fences.remove(&folder);
                self.prune(folder);
            }
        }
    }

    /// The folder is the partner's root, and stays known for that.
    pub(crate) fn pin(&mut self, chain: &Chain, partner: PartnerId) {
        self.partner_roots.insert((chain.folder(), partner));
        self.attach(chain);
    }

    /// The folder is no longer the partner's root.
    pub(crate) fn unpin(&mut self, folder: FolderId, partner: PartnerId) {
        self.partner_roots.remove(&(folder, partner));
        self.prune(folder);
    }

    /// A folder lies elsewhere, with all below it. One that is not known has nothing to take along.
    pub(crate) fn move_folder(&mut self, chain: &Chain) {
        if self.tree.contains(chain.folder()) {
            self.attach(chain);
        }
    }

    /// A folder is gone, with all below it.
    pub(crate) fn remove_folder(&mut self, folder: FolderId) {
        let parent = self.tree.parent(folder);
        let mut doomed = vec![folder];
        while let Some(folder) = doomed.pop() {
            doomed.extend(self.tree.children(folder));
            self.tree.remove(folder);
            self.fences.remove(&folder);
            for grant in self.on.remove(&folder).unwrap_or_default().as_slice() {
                self.grants.remove(&grant.id);
                unname(&mut self.held, grant);
            }
        }
        if let Some(parent) = parent {
            self.prune(parent);
        }
    }

    fn attach(&mut self, chain: &Chain) {
        for left in self.tree.attach(chain) {
            self.prune(left);
        }
    }

    /// Forgets a folder that carries nothing any more, and those above it that only led there.
    fn prune(&mut self, folder: FolderId) {
        let mut next = Some(folder);
        while let Some(folder) = next.filter(|folder| !self.is_needed(*folder)) {
            next = self.tree.remove(folder);
        }
    }

    fn is_needed(&self, folder: FolderId) -> bool {
        let roots = (folder, PartnerId(i64::MIN))..=(folder, PartnerId(i64::MAX));
        self.on.contains_key(&folder)
            || self.fences.contains_key(&folder)
            || self.tree.children(folder).next().is_some()
            || self.partner_roots.range(roots).next().is_some()
    }
}

/// Takes a grant from all holders that it names.
fn unname(held: &mut IdMap<Holder, OrdSet<(FolderId, GrantId)>>, grant: &Grant) {
    for holder in Holder::all_of(&grant.subject) {
        if let Some(grants) = held.get_mut(&holder) {
            grants.remove(&(grant.folder, grant.id));
            if grants.is_empty() {
                held.remove(&holder);
            }
        }
    }
}

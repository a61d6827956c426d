//! The grants that stand on one folder.

use std::sync::Arc;

use keyfold_model::{Grant, GrantId};

use crate::{holder::Holder, standing::Who};

/// The grants of one folder, sorted by holder, so that in a crowded folder a person's own are found without reading
/// everyone's.
#[derive(Clone, Default)]
pub(crate) struct Grants(Arc<[Grant]>);

/// Up to here, reading all grants of a folder is quicker than searching for each of the person's groups.
const SCAN_LIMIT: usize = 24;

impl Grants {
    pub(crate) fn as_slice(&self) -> &[Grant] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These grants and the new ones. Each id once: the caller has taken away what had it before.
    pub(crate) fn with(&self, added: impl IntoIterator<Item = Grant>) -> Self {
        let mut grants = self.0.to_vec();
        grants.extend(added);
        grants.sort_by_key(|grant| (rank(grant), grant.id));
        Self(grants.into())
    }

    /// These grants but that one.
    pub(crate) fn without(&self, id: GrantId) -> Self {
        Self(self.0.iter().filter(|grant| grant.id != id).cloned().collect())
    }

    pub(crate) fn get(&self, id: GrantId) -> Option<&Grant> {
        self.0.iter().find(|grant| grant.id == id)
    }

    /// Visits the grants that the person holds, each once.
    pub(crate) fn visit_held<'g>(&'g self, who: &Who<'_>, mut visit: impl FnMut(&'g Grant)) {
        if self.0.len() <= SCAN_LIMIT.max(who.groups.len()) {
            self.0.iter().filter(|grant| who.holds(&grant.subject)).for_each(visit);
            return;
        }
        let mut rest = self.0.as_ref();
        for holder in who.holders() {
            rest = &rest[rest.partition_point(|grant| rank(grant) < Some(holder))..];
            let found = rest.iter().take_while(|grant| rank(grant) == Some(holder));
            found.filter(|grant| who.holds(&grant.subject)).for_each(&mut visit);
        }
    }
}

/// What a grant is sorted by: the holder, or the first of a list. A list of nobody sorts where nobody looks.
fn rank(grant: &Grant) -> Option<Holder> {
    Holder::all_of(&grant.subject).next()
}

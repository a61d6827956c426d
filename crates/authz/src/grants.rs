//! The grants that stand on one folder.

use std::sync::Arc;

use keyfold_model::{Grant, GrantId, GroupId};

use crate::{filter::Filter, holder::Holder, standing::Who};

/// The grants of one folder, sorted by holder, so that in a crowded folder a person's own are found without reading
/// everyone's.
#[derive(Clone, Default)]
pub(crate) struct Grants {
    sorted: Arc<[Grant]>,
    /// Made for a crowded folder only.
    named: Filter,
}

/// Up to here, reading all grants of a folder is quicker than searching for each of the person's groups.
const SCAN_LIMIT: usize = 24;

impl Grants {
    pub(crate) fn as_slice(&self) -> &[Grant] {
        &self.sorted
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// These grants and the new ones. Each id once: the caller has taken away what had it before.
    pub(crate) fn with(&self, added: impl IntoIterator<Item = Grant>) -> Self {
        let mut grants = self.sorted.to_vec();
        grants.extend(added);
        grants.sort_by_key(|grant| (rank(grant), grant.id));
        Self::of(grants)
    }

    /// These grants but that one.
    pub(crate) fn without(&self, id: GrantId) -> Self {
        Self::of(self.sorted.iter().filter(|grant| grant.id != id).cloned().collect())
    }

    fn of(sorted: Vec<Grant>) -> Self {
        let named = if sorted.len() > SCAN_LIMIT { Filter::of(sorted.iter().map(rank)) } else { Filter::default() };
        Self { sorted: sorted.into(), named }
    }

    pub(crate) fn get(&self, id: GrantId) -> Option<&Grant> {
        self.sorted.iter().find(|grant| grant.id == id)
    }

    /// Visits the grants that the person holds, each once.
    pub(crate) fn visit_held<'g>(&'g self, who: &Who<'_>, mut visit: impl FnMut(&'g Grant)) {
        if self.sorted.len() <= SCAN_LIMIT {
            self.sorted.iter().filter(|grant| who.holds(&grant.subject)).for_each(visit);
            return;
        }
        let mut rest = self.sorted.as_ref();
        for holder in who.holders().filter(|holder| self.named.may_have(*holder)) {
            rest = &rest[rest.partition_point(|grant| rank(grant) < holder)..];
            let found = rest.iter().take_while(|grant| rank(grant) == holder);
            found.filter(|grant| who.holds(&grant.subject)).for_each(&mut visit);
        }
    }
}

/// What a grant is sorted by: the holder, or the first of a list. A list of nobody sorts where nobody looks.
fn rank(grant: &Grant) -> Holder {
    Holder::all_of(&grant.subject).next().unwrap_or(Holder::InList(GroupId(i64::MAX)))
}

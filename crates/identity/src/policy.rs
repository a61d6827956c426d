//! The policy in force on this node.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use arc_swap::ArcSwap;
use keyfold_authz::{Chain, Change, Person, PersonState, Policy};
use keyfold_db::{Connection, Db, entries, grants, memberships, users};
use keyfold_model::FolderId;
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::Error;

/// The compiled policy that decides here, swapped whenever something changes. Cheap to clone; readers never wait.
#[derive(Clone)]
pub struct LivePolicy(Arc<Shared>);

struct Shared {
    current: ArcSwap<Policy>,
    epoch: AtomicU64,
    changing: Mutex<()>,
    changed: Notify,
}

impl LivePolicy {
    /// This policy is in force.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self(Arc::new(Shared {
            current: ArcSwap::from_pointee(policy),
            epoch: AtomicU64::new(1),
            changing: Mutex::new(()),
            changed: Notify::new(),
        }))
    }

    /// What the database holds is in force.
    ///
    /// # Errors
    /// The database fails.
    pub async fn load(db: &Db) -> Result<Self, Error> {
        let connection = &mut *db.read().await?;
        let mut changes: Vec<Change> = Vec::new();
        changes.extend(users::standings(connection).await?.into_iter().map(|standing| {
            let state = if standing.alive { PersonState::Alive } else { PersonState::Disabled };
            Change::PersonSet(Person { id: standing.id, state, role: standing.role, partner: standing.partner })
        }));
        let pairs = memberships::all_pairs(connection).await?;
        changes.extend(pairs.into_iter().map(|(user, group)| Change::MemberAdded { user, group }));
        for (folder, fence) in grants::fences(connection).await? {
            let Some(chain) = chain(connection, folder).await? else { continue };
            changes.push(Change::FenceSet { chain, fence: Some(fence) });
        }
        let mut last: Option<Chain> = None;
        for row in grants::all_by_folder(connection).await? {
            if last.as_ref().is_none_or(|chain| chain.folder() != row.grant.folder) {
                last = chain(connection, row.grant.folder).await?;
            }
            if let Some(chain) = last.clone().filter(|chain| chain.folder() == row.grant.folder) {
                changes.push(Change::GrantAdded { grant: row.grant, chain });
            }
        }
        Ok(Self::new(Policy::build(changes)))
    }

    /// A number that is another one whenever the policy has changed: one atomic load. Who keeps a decision reads the epoch
    /// *before* the policy that decides, so that a change in between is noticed next time.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.0.epoch.load(Ordering::Acquire)
    }

    /// The policy in force.
    #[must_use]
    pub fn current(&self) -> Policy {
        Policy::clone(&self.0.current.load())
    }

    /// Puts the changes of one transaction in force, as one step. Called from the hook of that transaction's commit and
    /// nowhere else, so that the policy changes in the order of commits.
    pub fn apply(&self, changes: impl IntoIterator<Item = Change>) {
        let _one_at_a_time = self.0.changing.lock();
        let next = self.0.current.load().apply_all(changes);
        self.0.current.store(Arc::new(next));
        self.0.epoch.fetch_add(1, Ordering::Release);
        self.0.changed.notify_waiters();
    }

    /// Waits until the policy is another one than that of this epoch, and gives the epoch of that.
    pub async fn changed_since(&self, epoch: u64) -> u64 {
        loop {
            let mut changed = std::pin::pin!(self.0.changed.notified());
            // Listening begins before looking, so that a change in between is not missed.
            changed.as_mut().enable();
            match self.epoch() {
                present if present != epoch => return present,
                _ => changed.await,
            }
        }
    }
}

/// The folders from the root down to this one. None where it is gone: what stands on it is kept for its restoration and
/// counts nowhere.
async fn chain(connection: &mut Connection, folder: FolderId) -> Result<Option<Chain>, Error> {
    let ancestry = entries::ancestry(connection, folder.entry()).await?;
    Ok(Chain::new(ancestry.into_iter().map(|(id, _)| FolderId(id.0)).collect()).ok())
}

impl fmt::Debug for LivePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LivePolicy").field("epoch", &self.epoch()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use keyfold_model::{SiteRole, UserId};

    use super::*;

    #[test]
    fn a_change_is_in_force_under_a_new_epoch() {
        let live = LivePolicy::new(Policy::default());
        let before = (live.epoch(), live.current());
        let ann = Person { id: UserId(7), state: PersonState::Alive, role: SiteRole::Member, partner: None };
        live.apply([Change::PersonSet(ann)]);
        assert_ne!(live.epoch(), before.0);
        assert_eq!(live.current().person(UserId(7)), Some(ann));
        assert_eq!(before.1.person(UserId(7)), None, "who holds the old policy still has the old policy");
    }
}

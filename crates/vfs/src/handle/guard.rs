//! What an open handle asks before each step: does the session live, and does the right still hold?

use std::sync::atomic::{AtomicU64, Ordering};

use keyfold_identity::Session;
use keyfold_model::CapabilitySet;
use parking_lot::Mutex;

use crate::{Error, Filesystem, Refusal, admit::Permit, tree::Chain};

/// Keeps a decision for as long as nothing that went into it has changed: three atomic loads tell.
pub(super) struct Guard {
    filesystem: Filesystem,
    session: Session,
    right: CapabilitySet,
    epoch: AtomicU64,
    generation: AtomicU64,
    chain: Mutex<Chain>,
}

impl Guard {
    pub(super) fn new(filesystem: &Filesystem, permit: &Permit) -> Self {
        Self {
            filesystem: filesystem.clone(),
            session: permit.session().clone(),
            right: permit.right(),
            epoch: AtomicU64::new(permit.epoch()),
            generation: AtomicU64::new(permit.chain().generation()),
            chain: Mutex::new(permit.chain().clone()),
        }
    }

    /// Whether to go on. Decides again where the policy or the tree of folders has changed.
    pub(super) async fn check(&self) -> Result<(), Error> {
        if !self.session.is_alive() {
            return Err(Refusal::SessionEnded.into());
        }
        let (epoch, generation) = (self.filesystem.policy().epoch(), self.filesystem.tree().generation());
        let same_tree = self.generation.load(Ordering::Acquire) == generation;
        if same_tree && self.epoch.load(Ordering::Acquire) == epoch {
            return Ok(());
        }
        if !same_tree {
            self.find_again().await?;
        }
        let chain = self.chain.lock().clone();
        let held = self.filesystem.policy().current().capabilities(self.session.user(), chain.place());
        match self.right.without(held).iter().next() {
            Some(missing) => Err(Refusal::Lacks(missing).into()),
            None => {
                self.epoch.store(epoch, Ordering::Release);
                self.generation.store(generation, Ordering::Release);
                Ok(())
            }
        }
    }

    /// Why what was begun did not end well, as far as it lies with the session.
    pub(super) fn failure_type(&self) -> Option<&'static str> {
        (!self.session.is_alive()).then_some("session_cut")
    }

    /// A folder that was moved is under the grants of its new place; one that is gone is judged by where it was.
    async fn find_again(&self) -> Result<(), Error> {
        let folder = self.chain.lock().folder();
        let mut connection = self.filesystem.tree().db().read().await?;
        if let Some(found) = self.filesystem.tree().chain_of(&mut connection, folder).await? {
            *self.chain.lock() = found;
        }
        Ok(())
    }
}

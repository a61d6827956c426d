//! The door: what a session may do, decided before anything is touched.
//!
//! In this order: the session is alive → the path is resolved → the right is decided → preconditions. What comes out is a
//! [`Permit`]; every act takes one, and nothing else makes one. It carries what was resolved, so that nothing is looked up
//! twice. Inside a transaction the same is asked again, of the same code, with the transaction's eyes.
//!
//! What a person may not know of is [`Refusal::NotFound`], never a denial; the one exception is making a name that a hidden
//! entry holds.

mod arrange;
mod asker;
mod content;
mod folder;

use keyfold_db::entries::Row;
use keyfold_identity::Session;
use keyfold_model::{CapabilitySet, FolderId, Name, VPath};

pub(crate) use arrange::{Arrangement, Removal, arrange_move, make_folder, place_copy, remove};
pub(crate) use asker::Asker;
pub(crate) use content::{Purpose, copy_source, read, set_times, write};
pub(crate) use folder::{Administer, FolderPermit, Shown, administer, may_administer, open_folder, stat};

use crate::{Refusal, tree::Chain};

/// The right to one act on one name in one folder.
#[derive(Clone)]
pub(crate) struct Permit {
    session: Session,
    path: VPath,
    chain: Chain,
    name: Name,
    entry: Option<Row>,
    right: CapabilitySet,
    epoch: u64,
}

impl Permit {
    /// Who acts.
    pub(crate) const fn session(&self) -> &Session {
        &self.session
    }

    /// The whole path.
    pub(crate) const fn path(&self) -> &VPath {
        &self.path
    }

    /// The folder that holds the entry, or will.
    pub(crate) const fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The same.
    pub(crate) fn folder(&self) -> FolderId {
        self.chain.folder()
    }

    /// The name there.
    pub(crate) const fn name(&self) -> &Name {
        &self.name
    }

    /// What has that name.
    pub(crate) const fn entry(&self) -> Option<&Row> {
        self.entry.as_ref()
    }

    /// What has that name, where the act is on something that is there.
    pub(crate) fn existing(&self) -> Result<&Row, Refusal> {
        self.entry.as_ref().ok_or(Refusal::NotFound)
    }

    /// What must go on being held in the folder while the act lasts.
    pub(crate) const fn right(&self) -> CapabilitySet {
        self.right
    }

    /// The epoch of the policy that decided.
    pub(crate) const fn epoch(&self) -> u64 {
        self.epoch
    }
}

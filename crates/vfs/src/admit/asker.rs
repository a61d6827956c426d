//! Who asks, and the small questions that every decision is made of.

use std::{sync::Arc, time::Duration};

use keyfold_authz::View;
use keyfold_db::entries::{Kind, Row};
use keyfold_identity::{PermissionSet, Session, session::Credential};
use keyfold_model::{Capability, CapabilitySet, FolderId, Timestamp, VPath};

use super::Permit;
use crate::{
    Error, Refusal,
    tree::{Chain, Sight, Tree},
};

/// How long an upload counts as its maker's own: time enough to write `x.part` and rename it.
const OWN_UPLOAD: Duration = Duration::from_secs(24 * 60 * 60);

/// A live session at one moment, with what its person reaches then.
pub(crate) struct Asker<'a> {
    pub(super) session: &'a Session,
    pub(super) view: Arc<View>,
    pub(super) epoch: u64,
    pub(super) now: Timestamp,
}

/// How a path lies to the folder that a session can't leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bounds {
    /// In it, or it.
    Inside,
    /// Above it: walked through on the way.
    Above,
}

/// A name in a folder, looked up and not yet decided on.
pub(super) struct Found {
    pub path: VPath,
    pub chain: Chain,
    pub name: keyfold_model::Name,
    pub entry: Option<Row>,
    pub held: CapabilitySet,
}

impl<'a> Asker<'a> {
    /// Whoever it is, their session has to be alive.
    pub(crate) fn new(session: &'a Session, view: Arc<View>, epoch: u64, now: Timestamp) -> Result<Self, Refusal> {
        if session.is_alive() { Ok(Self { session, view, epoch, now }) } else { Err(Refusal::SessionEnded) }
    }

    /// Whether the session is that of a key for files alone, which administers nothing.
    pub(super) fn is_limited(&self) -> bool {
        matches!(
            self.session.facts().credential,
            Credential::ApiKey { permission_set, .. } if permission_set != PermissionSet::Full
        )
    }

    /// How the path lies to the session's top folder; not found where it lies elsewhere.
    pub(super) fn bounds(&self, path: &VPath) -> Result<Bounds, Refusal> {
        let top = &self.session.facts().top;
        if path.is_within(top) {
            Ok(Bounds::Inside)
        } else if top.is_within(path) {
            Ok(Bounds::Above)
        } else {
            Err(Refusal::NotFound)
        }
    }

    /// Looks up a name that is to be acted on: it lies in the session's top folder and is not that folder itself, and the
    /// folder that holds it is one that the person may know of.
    pub(super) async fn find(&self, sight: &mut Sight<'_>, tree: &Tree, path: &VPath) -> Result<Found, Error> {
        let (parent, name) = path.split_last().ok_or(Refusal::Root)?;
        let bounds = self.bounds(path)?;
        if bounds == Bounds::Above || self.session.facts().top == *path {
            return Err(Refusal::Root.into());
        }
        let chain = sight.folder(tree, &parent).await?.ok_or(Refusal::NotFound)?;
        let held = self.view.capabilities(chain.place());
        if held.is_empty() && !self.sees_folder(&chain) {
            return Err(Refusal::NotFound.into());
        }
        let entry = sight.entry(tree, chain.folder(), &name).await?;
        Ok(Found { path: path.clone(), chain, name, entry, held })
    }

    /// Whether the person may know of a folder. Everyone knows of the root.
    pub(super) fn sees_folder(&self, chain: &Chain) -> bool {
        chain.folder() == FolderId::ROOT || self.view.visible(chain.place())
    }

    /// Whether the person may know of an entry of the folder, in which they hold `held`.
    pub(super) fn sees(&self, chain: &Chain, held: CapabilitySet, entry: &Row) -> bool {
        match entry.kind {
            Kind::File => held.has(Capability::List),
            Kind::Folder => self.view.child_visible(chain.place(), FolderId(entry.id.0)),
        }
    }

    /// Whether a file is this person's own recent upload over the same protocol, that nobody else has touched.
    pub(super) fn is_own_upload(&self, entry: &Row) -> bool {
        entry.kind == Kind::File
            && entry.untouched
            && entry.created_by == Some(self.session.user())
            && entry.created_via == self.session.facts().origin.interface
            && self.now.since(entry.created) < OWN_UPLOAD
    }

    pub(super) fn permit(&self, found: Found, right: CapabilitySet) -> Permit {
        let Found { path, chain, name, entry, .. } = found;
        Permit { session: self.session.clone(), path, chain, name, entry, right, epoch: self.epoch }
    }
}

impl Found {
    /// What is there, as far as this person may know.
    pub(super) fn seen(&self, asker: &Asker<'_>) -> Result<&Row, Refusal> {
        self.entry.as_ref().filter(|entry| asker.sees(&self.chain, self.held, entry)).ok_or(Refusal::NotFound)
    }

    /// The entry, if the person holds what is needed in its folder. Who doesn't, and may not know of it, is told nothing.
    pub(super) fn with(&self, asker: &Asker<'_>, needed: CapabilitySet) -> Result<&Row, Refusal> {
        let entry = self.entry.as_ref().ok_or(Refusal::NotFound)?;
        match missing(self.held, needed) {
            None => Ok(entry),
            Some(missing) if asker.sees(&self.chain, self.held, entry) => Err(Refusal::Lacks(missing)),
            Some(_) => Err(Refusal::NotFound),
        }
    }
}

/// The first capability that is needed and not held.
pub(super) fn missing(held: CapabilitySet, needed: CapabilitySet) -> Option<Capability> {
    needed.without(held).iter().next()
}

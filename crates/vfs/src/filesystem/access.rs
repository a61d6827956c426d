//! Who reaches what: grants and fences of a folder, and why.

use keyfold_authz::{Explanation, Reacher};
use keyfold_identity::Session;
use keyfold_model::{Fence, Grant, GrantId, Level, Reach, Subject, Timestamp, UserId, VPath};

use super::Filesystem;
use crate::Error;

/// A grant as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The grant.
    pub grant: Grant,
    /// Where its folder is now.
    pub path: VPath,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it, as the record names them.
    pub created_by: String,
}

impl Filesystem {
    /// The grants that stand on the folder. For those with `admin` there, and site admins (read-only ones too).
    ///
    /// # Errors
    /// Not found, or not an administrator there.
    pub async fn grants(&self, _session: &Session, _path: &VPath) -> Result<Vec<Granted>, Error> {
        todo!()
    }

    /// Every grant there is. For site admins (read-only ones too).
    ///
    /// # Errors
    /// Not a site admin.
    pub async fn all_grants(&self, _session: &Session) -> Result<Vec<Granted>, Error> {
        todo!()
    }

    /// Makes a grant on the folder. It is in force when this returns.
    ///
    /// # Errors
    /// Not an administrator there, or the subject does not exist.
    pub async fn grant(
        &self,
        _session: &Session,
        _path: &VPath,
        _subject: Subject,
        _level: Level,
        _reach: Reach,
    ) -> Result<Grant, Error> {
        todo!()
    }

    /// Takes a grant away. It gives nothing any more when this returns.
    ///
    /// # Errors
    /// No such grant, or not an administrator of its folder.
    pub async fn revoke(&self, _session: &Session, _grant: GrantId) -> Result<(), Error> {
        todo!()
    }

    /// The fence of the folder.
    ///
    /// # Errors
    /// Not found, or not an administrator there.
    pub async fn fence(&self, _session: &Session, _path: &VPath) -> Result<Option<Fence>, Error> {
        todo!()
    }

    /// Sets the fence of the folder, or takes it away.
    ///
    /// # Errors
    /// Not an administrator there, or the root.
    pub async fn set_fence(&self, _session: &Session, _path: &VPath, _fence: Option<Fence>) -> Result<(), Error> {
        todo!()
    }

    /// What a person has in the folder, and why. For administrators of the folder, and everyone about themselves.
    ///
    /// # Errors
    /// Not found, or not an administrator there.
    pub async fn explain(&self, _session: &Session, _user: UserId, _path: &VPath) -> Result<Explanation, Error> {
        todo!()
    }

    /// Everyone who has something in the folder, how and why. For administrators of the folder.
    ///
    /// # Errors
    /// Not found, or not an administrator there.
    pub async fn who_reaches(&self, _session: &Session, _path: &VPath) -> Result<Vec<Reacher>, Error> {
        todo!()
    }

    /// What the person of the session has in the folder: for an interface that shows only what works.
    ///
    /// # Errors
    /// Not found.
    pub async fn capabilities(&self, _session: &Session, _path: &VPath) -> Result<keyfold_model::CapabilitySet, Error> {
        todo!()
    }
}

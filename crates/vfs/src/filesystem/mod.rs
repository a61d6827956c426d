//! Everything one may do: the doors.

mod access;

use std::{path::PathBuf, sync::Arc};

use keyfold_audit::Log;
use keyfold_db::Db;
use keyfold_identity::{LivePolicy, Session};
use keyfold_model::{Clock, Name, Timestamp, VPath};

pub use access::Granted;

use crate::{DirHandle, Entry, Error, Listing, ReadHandle, Space, WriteHandle};

/// Whether an existing target is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// An existing one refuses the act.
    No,
    /// An existing file is replaced, in the same moment.
    Yes,
}

/// What a write does with what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteMode {
    /// The name must be free.
    CreateNew,
    /// Begins empty; replaces an existing file at commit.
    Replace,
    /// Begins with the existing content, or with what the same person staged under that name and did not finish; or empty.
    Update,
    /// As `Update`, and the file must be there (no `CREAT` flag).
    UpdateExisting,
}

/// How a file is opened for writing.
#[derive(Clone, Debug)]
pub struct WriteOptions {
    /// What happens to what is there.
    pub mode: WriteMode,
    /// The ETag that the existing file must have.
    pub if_match: Option<String>,
    /// How long the file will be, where the client said so: quota is reserved at once.
    pub expected_length: Option<u64>,
}

/// What a sweep removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Swept {
    /// Uploads whose time was up.
    pub expired: u64,
    /// Blobs that no file owned any more.
    pub dead: u64,
    /// Files in the store that nothing knew of.
    pub stray: u64,
}

/// The filesystem. Cheap to clone.
#[derive(Clone)]
pub struct Filesystem {}

/// What a filesystem is made of.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Where the tree is.
    pub db: Db,
    /// Where acts are recorded.
    pub log: Log,
    /// Who may do what.
    pub policy: LivePolicy,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The folder of blobs (`data/blobs`): made if it is not there.
    pub blobs: PathBuf,
}

impl Filesystem {
    /// Opens the filesystem, and clears away what a process that was killed left behind.
    ///
    /// # Errors
    /// The folder of blobs can't be made or written, or the database fails.
    pub async fn open(_parts: Parts) -> Result<Self, Error> {
        todo!()
    }

    /// Removes what nothing owns any more: uploads broken off 24 hours ago, blobs of files that were deleted or
    /// overwritten, strays that a killed process left. Safe while people upload and download.
    ///
    /// # Errors
    /// The database or the store fails; what was removed by then is removed.
    pub async fn sweep(&self) -> Result<Swept, Error> {
        todo!()
    }

    /// A file for the web viewer: `preview` is enough, and the record says so. Never for a download.
    ///
    /// # Errors
    /// As [`Filesystem::open_read`].
    pub async fn open_preview(&self, _session: &Session, _path: &VPath) -> Result<ReadHandle, Error> {
        todo!()
    }

    /// One entry.
    ///
    /// # Errors
    /// Not found, or not for this person to know of.
    pub async fn stat(&self, _session: &Session, _path: &VPath) -> Result<Entry, Error> {
        todo!()
    }

    /// A page of a folder, up to `most` entries after the name `after`.
    ///
    /// # Errors
    /// Not found, not a folder, or nothing to see there.
    pub async fn list(
        &self,
        _session: &Session,
        _path: &VPath,
        _after: Option<&Name>,
        _most: usize,
    ) -> Result<Listing, Error> {
        todo!()
    }

    /// A folder to be read in batches.
    ///
    /// # Errors
    /// As [`Filesystem::list`].
    pub async fn open_dir(&self, _session: &Session, _path: &VPath) -> Result<DirHandle, Error> {
        todo!()
    }

    /// A file for reading. The read is on record before its first byte.
    ///
    /// # Errors
    /// Not found, a folder, or no right to read.
    pub async fn open_read(&self, _session: &Session, _path: &VPath) -> Result<ReadHandle, Error> {
        todo!()
    }

    /// A file for writing.
    ///
    /// # Errors
    /// No right to create or overwrite, a folder of that name, a precondition, quota.
    pub async fn open_write(
        &self,
        _session: &Session,
        _path: &VPath,
        _options: WriteOptions,
    ) -> Result<WriteHandle, Error> {
        todo!()
    }

    /// Makes one folder; the one above must be there.
    ///
    /// # Errors
    /// No right to create, or the name is taken.
    pub async fn make_dir(&self, _session: &Session, _path: &VPath) -> Result<Entry, Error> {
        todo!()
    }

    /// Renames or moves a file or folder, with its grants and fences.
    ///
    /// # Errors
    /// Rights missing at either end or anywhere inside, the target taken.
    pub async fn rename(
        &self,
        _session: &Session,
        _from: &VPath,
        _to: &VPath,
        _replace: Replace,
    ) -> Result<Entry, Error> {
        todo!()
    }

    /// Copies a file, or a folder with all that the person may read in it.
    ///
    /// # Errors
    /// Rights missing at either end, the target taken, quota.
    pub async fn copy(
        &self,
        _session: &Session,
        _from: &VPath,
        _to: &VPath,
        _replace: Replace,
    ) -> Result<Entry, Error> {
        todo!()
    }

    /// Deletes a file.
    ///
    /// # Errors
    /// Not found, a folder, or no right to delete.
    pub async fn remove_file(&self, _session: &Session, _path: &VPath) -> Result<(), Error> {
        todo!()
    }

    /// Deletes an empty folder.
    ///
    /// # Errors
    /// Not empty, or no right to delete here and below.
    pub async fn remove_dir(&self, _session: &Session, _path: &VPath) -> Result<(), Error> {
        todo!()
    }

    /// Deletes a folder and everything below it, or nothing.
    ///
    /// # Errors
    /// No right to delete in any folder below: refused before anything is touched.
    pub async fn remove_tree(&self, _session: &Session, _path: &VPath) -> Result<(), Error> {
        todo!()
    }

    /// Sets the modification time of a file.
    ///
    /// # Errors
    /// No right to overwrite.
    pub async fn set_modified(&self, _session: &Session, _path: &VPath, _at: Timestamp) -> Result<Entry, Error> {
        todo!()
    }

    /// Room below a folder.
    ///
    /// # Errors
    /// Not found.
    pub async fn space(&self, _session: &Session, _path: &VPath) -> Result<Space, Error> {
        todo!()
    }
}

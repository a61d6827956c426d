//! Open files and folders. A handle keeps its decision and notices when the session is cut or the policy changes: one
//! atomic load each per call.

use bytes::Bytes;

use crate::{Entry, Error};

/// A file open for reading. Cheap to share: reads may overlap, in any order.
pub struct ReadHandle {}

impl ReadHandle {
    /// What is being read; fixed when it was opened, whatever happens to the name since.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        todo!()
    }

    /// Up to `length` bytes from `offset`; empty at or after the end.
    ///
    /// # Errors
    /// The session was cut, the right to read was taken away, or the store failed.
    pub async fn read_at(&self, _offset: u64, _length: usize) -> Result<Bytes, Error> {
        todo!()
    }

    /// Ends the read and records how it ended. A handle that is dropped instead is recorded as aborted unless the whole
    /// was read.
    ///
    /// # Errors
    /// The record can't be written.
    pub async fn close(self) -> Result<(), Error> {
        todo!()
    }
}

/// A file being written, invisible until [`WriteHandle::commit`]. Cheap to share: writes may overlap, in any order.
pub struct WriteHandle {}

impl WriteHandle {
    /// Its length so far.
    #[must_use]
    pub fn length(&self) -> u64 {
        todo!()
    }

    /// Writes `data` at `offset`; a gap before it reads as zeros.
    ///
    /// # Errors
    /// The session was cut, the right was taken away, quota or disk are used up, or the store failed.
    pub async fn write_at(&self, _offset: u64, _data: Bytes) -> Result<(), Error> {
        todo!()
    }

    /// What was written so far (a file open for both).
    ///
    /// # Errors
    /// As [`ReadHandle::read_at`].
    pub async fn read_at(&self, _offset: u64, _length: usize) -> Result<Bytes, Error> {
        todo!()
    }

    /// Cuts or extends to `length`.
    ///
    /// # Errors
    /// As [`WriteHandle::write_at`].
    pub async fn set_length(&self, _length: u64) -> Result<(), Error> {
        todo!()
    }

    /// Sets the modification time that the file will have.
    pub fn set_modified(&self, _modified: keyfold_model::Timestamp) {
        todo!()
    }

    /// Makes what was written so far durable without showing it (`fsync@openssh.com`).
    ///
    /// # Errors
    /// The store failed.
    pub async fn sync(&self) -> Result<(), Error> {
        todo!()
    }

    /// Makes it visible: bytes durable, then one transaction of row, quota, audit and "session still lives".
    ///
    /// # Errors
    /// Anything that was refused: the old version is untouched and what was staged is kept for resuming.
    pub async fn commit(self) -> Result<Entry, Error> {
        todo!()
    }

    /// Gives up. What was staged is kept 24 hours for its person to resume.
    pub async fn abort(self) {
        todo!()
    }
}

/// An open folder: hands out what its person may see, in batches, from one index scan.
pub struct DirHandle {}

impl DirHandle {
    /// The next entries, up to `most`; empty at the end.
    ///
    /// # Errors
    /// The session was cut, the right to list was taken away, or the database failed.
    pub async fn next(&mut self, _most: usize) -> Result<Vec<Entry>, Error> {
        todo!()
    }
}

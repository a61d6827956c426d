//! A file open for reading.

use bytes::Bytes;
use keyfold_audit::{Event, Outcome};
use keyfold_db::Durability;
use parking_lot::Mutex;

use super::guard::Guard;
use crate::{
    Entry, Error, Filesystem, Refusal,
    admit::{Permit, Purpose},
    blob::{Extents, Reader},
    error::store,
};

/// A file open for reading. Cheap to share: reads may overlap, in any order.
pub struct ReadHandle {
    filesystem: Filesystem,
    guard: Guard,
    entry: Entry,
    reader: Reader,
    handed_out: Mutex<HandedOut>,
    /// What is recorded if the read ends otherwise than whole.
    unfinished: Mutex<Option<Event>>,
}

/// What a client has been given.
#[derive(Default)]
struct HandedOut {
    extents: Extents,
    bytes: u64,
}

impl ReadHandle {
    /// Opens what the permit is for, and records it before the first byte.
    pub(crate) async fn open(filesystem: &Filesystem, permit: &Permit, purpose: Purpose) -> Result<Self, Error> {
        let row = permit.existing()?;
        let entry = Entry::from_row(row.clone())?;
        let blob = row.blob.ok_or(Refusal::IsAFolder)?;
        let mut event = permit.session().event(match purpose {
            Purpose::Download => "read",
            Purpose::Preview => "preview",
        });
        event.path = Some(permit.path().as_str().to_owned());
        event.bytes = Some(row.size);
        event.sha256.clone_from(&row.sha256);
        let opening = filesystem.open_blob(blob, entry.size);
        let recording = filesystem.log().record(event.clone(), Durability::Process);
        let (reader, recorded) = tokio::join!(opening, recording);
        recorded?;
        let reader = reader?;
        event.outcome = Outcome::Aborted;
        Ok(Self {
            filesystem: filesystem.clone(),
            guard: Guard::new(filesystem, permit),
            entry,
            reader,
            handed_out: Mutex::default(),
            unfinished: Mutex::new(Some(event)),
        })
    }

    /// What is being read; fixed when it was opened, whatever happens to the name since.
    #[must_use]
    pub const fn entry(&self) -> &Entry {
        &self.entry
    }

    /// Up to `length` bytes from `offset`; empty at or after the end.
    ///
    /// # Errors
    /// The session was cut, the right to read was taken away, or the store failed.
    pub async fn read_at(&self, offset: u64, length: usize) -> Result<Bytes, Error> {
        self.guard.check().await?;
        let bytes = self.reader.read_at(offset, length).await.map_err(store("reading a blob"))?;
        let count = bytes.len() as u64;
        let mut handed_out = self.handed_out.lock();
        handed_out.extents.add(offset..offset + count);
        handed_out.bytes += count;
        Ok(bytes)
    }

    /// Ends the read and records how it ended. A handle that is dropped instead is recorded as aborted unless the whole
    /// was read.
    ///
    /// # Errors
    /// The record can't be written.
    pub async fn close(self) -> Result<(), Error> {
        if let Some(event) = self.ending() {
            self.filesystem.log().record(event, Durability::Process).await?;
        }
        Ok(())
    }

    /// What there is to record at the end: nothing if the whole was read.
    fn ending(&self) -> Option<Event> {
        let mut event = self.unfinished.lock().take()?;
        let handed_out = self.handed_out.lock();
        if handed_out.extents.cover(self.entry.size) {
            return None;
        }
        event.bytes = i64::try_from(handed_out.bytes).ok();
        event.failure_type = self.guard.failure_type();
        Some(event)
    }
}

impl Drop for ReadHandle {
    fn drop(&mut self) {
        if let Some(event) = self.ending() {
            self.filesystem.record_later(event);
        }
    }
}

//! Reading a blob, at any offset.

use std::{fs::File, io, io::IoSliceMut, os::unix::fs::FileExt as _, sync::Arc};

use bytes::Bytes;
use keyfold_model::BlobId;
use rustix::io::ReadWriteFlags;
use tokio::sync::Mutex;

use super::{Store, buffer::READ_AHEAD, store::blocking};

/// An open blob. What it is stays readable when the blob is removed.
pub(crate) struct Reader {
    store: Store,
    source: Source,
    size: u64,
    window: Mutex<Window>,
}

/// Where the bytes are.
#[derive(Clone)]
pub(super) enum Source {
    /// In a file of the store.
    File(Arc<File>),
    /// Here: they are small.
    Memory(Bytes),
}

/// What was read last, for one who reads in order.
#[derive(Default)]
struct Window {
    start: u64,
    bytes: Bytes,
    /// Where one who reads in order goes on.
    next: u64,
}

impl Window {
    fn slice(&self, offset: u64, length: usize) -> Option<Bytes> {
        let from = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        let to = from.checked_add(length)?;
        (to <= self.bytes.len()).then(|| self.bytes.slice(from..to))
    }
}

impl Reader {
    /// Opens a blob of `size` bytes. What is small is read at once, in the same turn on the pool.
    pub(crate) async fn open(store: &Store, id: BlobId, size: u64) -> io::Result<Self> {
        let opening = store.clone();
        let (file, window) = blocking(move || {
            let file = opening.open_to_read(id)?;
            let mut window = Window::default();
            if let Some(length) = usize::try_from(size).ok().filter(|length| *length <= READ_AHEAD) {
                let mut buffer = opening.buffers().take(length);
                file.read_exact_at(&mut buffer[..length], 0)?;
                window.bytes = opening.buffers().lend(buffer, length);
            }
            Ok((file, window))
        })
        .await?;
        Ok(Self { store: store.clone(), source: Source::File(Arc::new(file)), size, window: Mutex::new(window) })
    }

    /// A small blob, of these bytes.
    pub(crate) fn of(store: &Store, bytes: Bytes) -> Self {
        let size = bytes.len() as u64;
        Self { store: store.clone(), source: Source::Memory(bytes), size, window: Mutex::default() }
    }

    /// How many bytes there are.
    pub(super) const fn size(&self) -> u64 {
        self.size
    }

    /// Where they are.
    pub(super) const fn source(&self) -> &Source {
        &self.source
    }

    /// Up to `length` bytes from `offset`: fewer only at the end.
    pub(crate) async fn read_at(&self, offset: u64, length: usize) -> io::Result<Bytes> {
        let left = usize::try_from(self.size.saturating_sub(offset)).unwrap_or(usize::MAX);
        let length = length.min(left);
        if length == 0 {
            return Ok(Bytes::new());
        }
        let file = match &self.source {
            Source::File(file) => file,
            Source::Memory(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                return Ok(bytes.slice(start..start + length));
            }
        };
        let mut window = self.window.lock().await;
        if let Some(bytes) = window.slice(offset, length) {
            window.next = offset + length as u64;
            // What was read to its end is not kept.
            if window.next == window.start + window.bytes.len() as u64 && window.next < self.size {
                window.bytes = Bytes::new();
            }
            return Ok(bytes);
        }
        let ahead = if offset == window.next { (READ_AHEAD / length).max(1) * length } else { length };
        let bytes = read(&self.store, file, offset, ahead.min(left)).await?;
        let wanted = bytes.slice(..length);
        let rest = if bytes.len() == length { Bytes::new() } else { bytes };
        *window = Window { start: offset, bytes: rest, next: offset + length as u64 };
        Ok(wanted)
    }
}

/// Exactly `length` bytes. What lies in memory is taken in place; only what must come from the disk takes a turn on the
/// pool.
pub(super) async fn read(store: &Store, file: &Arc<File>, offset: u64, length: usize) -> io::Result<Bytes> {
    let mut buffer = store.buffers().take(length);
    let at_hand = match rustix::io::preadv2(
        file,
        &mut [IoSliceMut::new(&mut buffer[..length])],
        offset,
        ReadWriteFlags::NOWAIT,
    ) {
        Ok(count) => count,
        // AGAIN: not in memory. OPNOTSUPP: a filesystem that can't tell. Either way the pool waits for it.
        Err(rustix::io::Errno::AGAIN | rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::INTR) => 0,
        Err(error) => return Err(error.into()),
    };
    if at_hand < length {
        let file = Arc::clone(file);
        buffer = blocking(move || {
            file.read_exact_at(&mut buffer[at_hand..length], offset + at_hand as u64)?;
            Ok(buffer)
        })
        .await?;
    }
    Ok(store.buffers().lend(buffer, length))
}

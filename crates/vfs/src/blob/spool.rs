//! Writing a blob: bytes come at any offset, are gathered into few large writes, hashed as they pass, and sealed.
//!
//! What fits into one gathered write never touches the disk before it is sealed. What is [`SMALL`] doesn't then, either: its
//! bytes are handed to the transaction that makes the file.

use std::{
    fs::File,
    io::{self, IoSlice},
    os::unix::fs::FileExt as _,
    sync::{Arc, atomic::Ordering},
};

use aws_lc_rs::digest::{Context, SHA256, digest};
use bytes::Bytes;
use keyfold_model::BlobId;
use tokio::task::JoinHandle;

use super::{
    Claim, Extents, Store,
    reader::{Reader, Source, read},
    store::blocking,
};

/// Up to how many bytes a blob is small: committed with its file, in the database, rather than in a file of its own.
pub(crate) const SMALL: u64 = 16 * 1024;
/// Consecutive writes are gathered up to this many bytes.
const GATHER: usize = 1024 * 1024;
/// The same where all spools together hold more than [`GATHER_ALL`].
const GATHER_LITTLE: usize = 64 * 1024;
/// What all spools together may hold before each is kept short, in bytes.
const GATHER_ALL: usize = 128 * 1024 * 1024;
/// The most pieces in one write: the system takes 1,024.
const MAX_PIECES: usize = 512;

/// A blob being written. It belongs to one writer at a time; what comes concurrently waits its turn outside.
pub(crate) struct Spool {
    store: Store,
    claim: Claim,
    /// What it begins as, until something is written.
    base: Option<Reader>,
    file: Option<Arc<File>>,
    gathered: Gathered,
    flushing: Option<Flush>,
    hash: Hash,
    length: u64,
    extents: Extents,
    failed: Option<io::ErrorKind>,
}

/// Pieces that follow each other, not yet written.
#[derive(Default)]
struct Gathered {
    at: u64,
    length: usize,
    pieces: Vec<Bytes>,
}

/// A write on its way to the system.
struct Flush {
    at: u64,
    result: JoinHandle<io::Result<Hash>>,
}

/// The hash of everything up to an offset, as long as writing goes on from there.
enum Hash {
    /// Everything before `to`.
    Sequential { context: Context, to: u64 },
    /// To be computed from the file.
    Lost,
}

/// A blob whose bytes are durable, or are given to be made so.
#[derive(Clone, Debug)]
pub(crate) struct Sealed {
    pub id: BlobId,
    pub size: u64,
    pub sha256: String,
    /// The bytes, where they are small: they are nowhere else yet.
    pub small: Option<Vec<u8>>,
}

impl Spool {
    /// A new, empty blob.
    pub(crate) fn new(store: &Store, claim: Claim) -> Self {
        Self {
            store: store.clone(),
            claim,
            base: None,
            file: None,
            gathered: Gathered::default(),
            flushing: None,
            hash: Hash::Sequential { context: Context::new(&SHA256), to: 0 },
            length: 0,
            extents: Extents::default(),
            failed: None,
        }
    }

    /// A new blob that begins with the bytes of another. They are copied when something is written, not before.
    pub(crate) fn from_blob(store: &Store, claim: Claim, base: Reader) -> Self {
        let mut spool = Self::new(store, claim);
        spool.length = base.size();
        spool.extents = Extents::up_to(spool.length);
        spool.hash = Hash::Lost;
        spool.base = Some(base);
        spool
    }

    /// Goes on with a blob of which `length` bytes are good.
    pub(crate) async fn resume(store: &Store, claim: Claim, length: u64) -> io::Result<Self> {
        let mut spool = Self::new(store, claim);
        let (opening, id) = (store.clone(), spool.id());
        let (file, length) = blocking(move || {
            let file = opening.open_to_write(id)?;
            let length = length.min(file.metadata()?.len());
            file.set_len(length)?;
            Ok((file, length))
        })
        .await?;
        spool.file = Some(Arc::new(file));
        spool.length = length;
        spool.extents = Extents::up_to(length);
        if length > 0 {
            spool.hash = Hash::Lost;
        }
        Ok(spool)
    }

    pub(crate) const fn id(&self) -> BlobId {
        self.claim.id()
    }

    /// Its length so far.
    pub(crate) const fn length(&self) -> u64 {
        self.length
    }

    /// How many bytes there are without a gap: from where an upload can be resumed.
    pub(crate) fn resumable(&self) -> u64 {
        self.extents.prefix()
    }

    /// Whether it still is what it began as, another blob.
    pub(crate) const fn is_unchanged(&self) -> bool {
        self.base.is_some()
    }

    /// Whether it has a file on the disk.
    pub(crate) const fn is_on_disk(&self) -> bool {
        self.file.is_some()
    }

    /// Writes `data` at `offset`.
    pub(crate) async fn write_at(&mut self, offset: u64, data: Bytes) -> io::Result<()> {
        self.check()?;
        self.leave_base().await?;
        let end = offset.checked_add(data.len() as u64).ok_or(io::ErrorKind::InvalidInput)?;
        if self.gathered.length > 0 && self.gathered.at + self.gathered.length as u64 != offset {
            self.flush().await?;
        }
        if self.gathered.length == 0 {
            self.gathered.at = offset;
        }
        let total = self.store.gathered().fetch_add(data.len(), Ordering::Relaxed);
        self.gathered.length += data.len();
        self.gathered.pieces.push(data);
        self.length = self.length.max(end);
        let most = if total > GATHER_ALL { GATHER_LITTLE } else { GATHER };
        if self.gathered.length >= most || self.gathered.pieces.len() >= MAX_PIECES {
            self.flush().await?;
        }
        Ok(())
    }

    /// What was written so far.
    pub(crate) async fn read_at(&mut self, offset: u64, length: usize) -> io::Result<Bytes> {
        self.check()?;
        if let Some(base) = &self.base {
            return base.read_at(offset, length).await;
        }
        self.settle().await?;
        let length = length.min(usize::try_from(self.length.saturating_sub(offset)).unwrap_or(usize::MAX));
        match &self.file {
            Some(file) if length > 0 => read(&self.store, file, offset, length).await,
            _ => Ok(Bytes::new()),
        }
    }

    /// Cuts or extends to `length`.
    pub(crate) async fn set_length(&mut self, length: u64) -> io::Result<()> {
        self.check()?;
        if length == self.length {
            return Ok(());
        }
        self.leave_base().await?;
        self.settle().await?;
        let file = self.file().await?;
        blocking(move || file.set_len(length)).await.map_err(|error| self.fail(error))?;
        if length < self.length {
            self.extents.cut(length);
        } else {
            self.extents.add(self.length..length);
        }
        self.length = length;
        self.hash = if length == 0 { Hash::Sequential { context: Context::new(&SHA256), to: 0 } } else { Hash::Lost };
        Ok(())
    }

    /// Makes what was written so far durable.
    pub(crate) async fn sync(&mut self) -> io::Result<()> {
        self.check()?;
        if self.is_unchanged() {
            return Ok(());
        }
        self.settle().await?;
        let (store, id, file) = (self.store.clone(), self.id(), self.file().await?);
        let syncing = blocking(move || {
            file.sync_all()?;
            store.sync_name(id)
        });
        syncing.await.map_err(|error| self.fail(error))
    }

    /// Hands everything to the system, so that it can be resumed, and drops what lies behind a gap.
    pub(crate) async fn keep(&mut self) -> io::Result<u64> {
        let settled = self.settle().await;
        let good = self.resumable();
        if let Some(file) = self.file.clone()
            && good < self.length
        {
            blocking(move || file.set_len(good)).await?;
        }
        self.length = good;
        settled.map(|()| good)
    }

    /// Ends the writing: everything is hashed and on the disk, under its name, or small.
    pub(crate) async fn seal(&mut self) -> io::Result<Sealed> {
        self.check()?;
        self.leave_base().await?;
        if let Some(bytes) = self.small() {
            let sha256 = hex::encode(digest(&SHA256, &bytes));
            return Ok(Sealed { id: self.id(), size: self.length, sha256, small: Some(bytes) });
        }
        self.wait().await?;
        let (store, id, length) = (self.store.clone(), self.id(), self.length);
        let (gathered, file) = (self.take_gathered(), self.file.clone());
        let last = gathered.at..gathered.at + gathered.length as u64;
        let hash = std::mem::replace(&mut self.hash, Hash::Lost);
        let sealing = blocking(move || {
            let file = match file {
                Some(file) => file,
                None => Arc::new(store.create(id)?),
            };
            let hash = gathered.write(&file, hash)?;
            let sha256 = hash.finish(&file, length)?;
            file.sync_all()?;
            store.sync_name(id)?;
            Ok((file, sha256))
        });
        let (file, sha256) = sealing.await.map_err(|error| self.fail(error))?;
        self.file = Some(file);
        self.extents.add(last);
        Ok(Sealed { id: self.id(), size: self.length, sha256, small: None })
    }

    /// All of its bytes, where they are few and none of them has reached the disk. They stay gathered: if they are not
    /// committed, they are kept as those of any other.
    fn small(&self) -> Option<Vec<u8>> {
        let whole = self.gathered.at == 0 && self.gathered.length as u64 == self.length;
        (self.file.is_none() && whole && self.length <= SMALL).then(|| self.gathered.pieces.concat())
    }

    /// Removes what is on the disk.
    pub(crate) async fn discard(&mut self) {
        drop(self.wait().await);
        if self.file.take().is_some() {
            let (store, id) = (self.store.clone(), self.id());
            if let Err(error) = blocking(move || store.remove(id)).await {
                tracing::warn!(%error, %id, "a blob that nobody needs stays until the next sweep");
            }
        }
    }

    /// Waits until everything that was written has reached the system.
    async fn settle(&mut self) -> io::Result<()> {
        self.flush().await?;
        self.wait().await
    }

    /// Sends what was gathered on its way, after what was sent before has arrived.
    async fn flush(&mut self) -> io::Result<()> {
        self.wait().await?;
        if self.gathered.length == 0 {
            return Ok(());
        }
        let file = self.file().await?;
        let gathered = self.take_gathered();
        self.extents.add(gathered.at..gathered.at + gathered.length as u64);
        let hash = std::mem::replace(&mut self.hash, Hash::Lost);
        let at = gathered.at;
        self.flushing = Some(Flush { at, result: tokio::task::spawn_blocking(move || gathered.write(&file, hash)) });
        Ok(())
    }

    async fn wait(&mut self) -> io::Result<()> {
        if let Some(flushing) = &mut self.flushing {
            let result = (&mut flushing.result).await.unwrap_or_else(|stopped| Err(io::Error::other(stopped)));
            let at = flushing.at;
            self.flushing = None;
            if result.is_err() {
                self.extents.cut(at);
            }
            self.hash = result.map_err(|error| self.fail(error))?;
        }
        Ok(())
    }

    fn take_gathered(&mut self) -> Gathered {
        let gathered = std::mem::take(&mut self.gathered);
        self.store.gathered().fetch_sub(gathered.length, Ordering::Relaxed);
        gathered
    }

    async fn file(&mut self) -> io::Result<Arc<File>> {
        if let Some(file) = &self.file {
            return Ok(Arc::clone(file));
        }
        let (store, id) = (self.store.clone(), self.id());
        let file = Arc::new(blocking(move || store.create(id)).await.map_err(|error| self.fail(error))?);
        self.file = Some(Arc::clone(&file));
        Ok(file)
    }

    /// Copies the bytes that it began with, for something is about to change.
    async fn leave_base(&mut self) -> io::Result<()> {
        let Some(source) = self.base.as_ref().map(|base| base.source().clone()) else { return Ok(()) };
        match source {
            Source::Memory(bytes) => {
                self.store.gathered().fetch_add(bytes.len(), Ordering::Relaxed);
                self.gathered = Gathered { at: 0, length: bytes.len(), pieces: vec![bytes] };
                self.hash = Hash::Sequential { context: Context::new(&SHA256), to: 0 };
            }
            Source::File(from) => {
                let length = self.length;
                let to = self.file().await?;
                blocking(move || copy(&from, &to, length)).await.map_err(|error| self.fail(error))?;
            }
        }
        self.base = None;
        Ok(())
    }

    /// Nothing more is taken after a failure: bytes that were promised are missing.
    fn check(&self) -> io::Result<()> {
        match self.failed {
            Some(kind) => Err(kind.into()),
            None => Ok(()),
        }
    }

    fn fail(&mut self, error: io::Error) -> io::Error {
        self.failed = Some(error.kind());
        error
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        self.take_gathered();
    }
}

impl Gathered {
    /// Writes the pieces and hashes them on the way. Blocks.
    fn write(&self, file: &File, hash: Hash) -> io::Result<Hash> {
        let mut at = self.at;
        let mut slices: Vec<IoSlice<'_>> = self.pieces.iter().map(|piece| IoSlice::new(piece)).collect();
        let mut left = slices.as_mut_slice();
        while !left.is_empty() {
            let written = match rustix::io::pwritev(file, left, at) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => written,
                Err(rustix::io::Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            };
            at += written as u64;
            IoSlice::advance_slices(&mut left, written);
        }
        Ok(hash.update(self.at, &self.pieces))
    }
}

impl Hash {
    fn update(self, at: u64, pieces: &[Bytes]) -> Self {
        match self {
            Self::Sequential { mut context, to } if to == at => {
                pieces.iter().for_each(|piece| context.update(piece));
                Self::Sequential { context, to: to + pieces.iter().map(|piece| piece.len() as u64).sum::<u64>() }
            }
            other if pieces.is_empty() => other,
            Self::Sequential { .. } | Self::Lost => Self::Lost,
        }
    }

    /// The hash of the whole file, in hexadecimal. Blocks.
    fn finish(self, file: &File, length: u64) -> io::Result<String> {
        let context = match self {
            Self::Sequential { context, to } if to == length => context,
            Self::Sequential { .. } | Self::Lost => {
                let mut context = Context::new(&SHA256);
                let mut buffer = vec![0; 256 * 1024];
                let mut at = 0;
                while at < length {
                    let count = buffer.len().min(usize::try_from(length - at).unwrap_or(usize::MAX));
                    file.read_exact_at(&mut buffer[..count], at)?;
                    context.update(&buffer[..count]);
                    at += count as u64;
                }
                context
            }
        };
        Ok(hex::encode(context.finish()))
    }
}

/// Copies the first `length` bytes, inside the filesystem where it can. Blocks.
fn copy(from: &File, to: &File, length: u64) -> io::Result<()> {
    let (mut read_at, mut write_at) = (0, 0);
    while read_at < length {
        let most = usize::try_from(length - read_at).unwrap_or(usize::MAX);
        match rustix::fs::copy_file_range(from, Some(&mut read_at), to, Some(&mut write_at), most) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

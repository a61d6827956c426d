//! Blobs as files of a local folder: `<folder>/<shelf>/<id>`.
//!
//! A shelf is the first six hexadecimal digits of the id. Ids carry their time, so that all blobs of a few hours share one
//! shelf: making a blob durable syncs one folder that is in use anyway, and uploads that end together share that sync.
//!
//! **Attack:** somebody who can write to the folder plants a symbolic link to read or overwrite a file elsewhere. Every
//! open goes through `openat2` below the folder and follows no link, and names are ids, never what a client said.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io,
    os::fd::OwnedFd,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use keyfold_model::BlobId;
use parking_lot::Mutex;
use rustix::fs::{AtFlags, Dir, Mode, OFlags, ResolveFlags, SeekFrom};

use super::buffer::Buffers;

/// How many digits of an id name its shelf: 2^24 milliseconds, 4 hours and 40 minutes.
const SHELF_DIGITS: usize = 6;

/// The local folder of blobs. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Store(Arc<Inner>);

struct Inner {
    root: OwnedFd,
    shelves: Mutex<HashMap<String, Arc<Folder>>>,
    claimed: Mutex<HashSet<BlobId>>,
    buffers: Buffers,
    gathered: AtomicUsize,
}

/// An open shelf, and who waits for its sync.
struct Folder {
    descriptor: OwnedFd,
    requests: AtomicU64,
    /// The last request that a sync covered.
    synced: Mutex<u64>,
}

/// A shelf, as the sweep sees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shelf {
    /// What the ids of its blobs begin with.
    pub digits: String,
    /// What lies on it.
    pub blobs: Vec<BlobId>,
}

/// Keeps everybody else, the sweep too, away from a blob that no row owns yet.
pub(crate) struct Claim {
    store: Store,
    id: BlobId,
}

impl Claim {
    /// Which blob.
    pub(crate) const fn id(&self) -> BlobId {
        self.id
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.store.0.claimed.lock().remove(&self.id);
    }
}

impl Store {
    /// Opens the folder, and makes it where it is not there.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let root = rustix::fs::open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        Ok(Self(Arc::new(Inner {
            root,
            shelves: Mutex::default(),
            claimed: Mutex::default(),
            buffers: Buffers::default(),
            gathered: AtomicUsize::new(0),
        })))
    }

    /// Claims a blob for one who writes or removes it. Nothing while somebody else has claimed it.
    pub(crate) fn claim(&self, id: BlobId) -> Option<Claim> {
        self.0.claimed.lock().insert(id).then(|| Claim { store: self.clone(), id })
    }

    /// Claims a blob that is yet to be made.
    pub(crate) fn claim_new(&self) -> Claim {
        loop {
            if let Some(claim) = self.claim(BlobId::generate()) {
                return claim;
            }
        }
    }

    pub(super) fn buffers(&self) -> &Buffers {
        &self.0.buffers
    }

    /// Bytes that all spools together hold in memory.
    pub(super) fn gathered(&self) -> &AtomicUsize {
        &self.0.gathered
    }

    /// A new file for the blob. Blocks.
    pub(super) fn create(&self, id: BlobId) -> io::Result<File> {
        self.shelf(id)?;
        self.open_blob(id, OFlags::RDWR | OFlags::CREATE | OFlags::EXCL)
    }

    /// The blob, to read. Blocks.
    pub(super) fn open_to_read(&self, id: BlobId) -> io::Result<File> {
        self.open_blob(id, OFlags::RDONLY)
    }

    /// The blob, to go on writing. Blocks.
    pub(super) fn open_to_write(&self, id: BlobId) -> io::Result<File> {
        self.open_blob(id, OFlags::RDWR)
    }

    fn open_blob(&self, id: BlobId, flags: OFlags) -> io::Result<File> {
        let (shelf, name) = place(id);
        let mode = if flags.contains(OFlags::CREATE) { Mode::RUSR | Mode::WUSR } else { Mode::empty() };
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        let path = format!("{shelf}/{name}");
        Ok(File::from(rustix::fs::openat2(&self.0.root, path, flags | OFlags::CLOEXEC, mode, resolve)?))
    }

    /// Makes sure that the name of the blob outlives a loss of power. Waits for a sync that began after this call, and
    /// shares it with all who wait. Blocks.
    pub(super) fn sync_name(&self, id: BlobId) -> io::Result<()> {
        let folder = self.shelf(id)?;
        let ticket = folder.requests.fetch_add(1, Ordering::AcqRel) + 1;
        let mut synced = folder.synced.lock();
        if *synced >= ticket {
            return Ok(());
        }
        let covered = folder.requests.load(Ordering::Acquire);
        rustix::fs::fsync(&folder.descriptor)?;
        *synced = covered;
        Ok(())
    }

    fn open_shelf(&self, id: BlobId) -> Option<Arc<Folder>> {
        self.0.shelves.lock().get(&place(id).0).cloned()
    }

    /// The shelf of the blob, made durably where it is not there. Blocks.
    fn shelf(&self, id: BlobId) -> io::Result<Arc<Folder>> {
        if let Some(folder) = self.open_shelf(id) {
            return Ok(folder);
        }
        let (shelf, _) = place(id);
        match rustix::fs::mkdirat(&self.0.root, &shelf, Mode::RWXU) {
            Ok(()) => rustix::fs::fsync(&self.0.root)?,
            Err(rustix::io::Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        let folder = Arc::new(Folder {
            descriptor: self.open_folder(&shelf)?,
            requests: AtomicU64::new(0),
            synced: Mutex::new(0),
        });
        let mut shelves = self.0.shelves.lock();
        // One shelf is in use at a time; what is resumed from older ones opens them again.
        if shelves.len() > 16 {
            shelves.clear();
        }
        Ok(Arc::clone(shelves.entry(shelf).or_insert(folder)))
    }

    fn open_folder(&self, shelf: &str) -> io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        Ok(rustix::fs::openat2(&self.0.root, shelf, flags, Mode::empty(), resolve)?)
    }

    /// How far a blob that was being written by a process that ended is good: up to its first hole. Blocks.
    ///
    /// Writes may have arrived out of order, and what was between them is a hole in the file. Holes begin at the edge of a
    /// block, so that the block before one is not trusted either.
    pub(crate) fn good_length(&self, id: BlobId) -> io::Result<u64> {
        const BLOCK: u64 = 64 * 1024;
        let file = match self.open_to_read(id) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(error),
        };
        let length = file.metadata()?.len();
        match rustix::fs::seek(&file, SeekFrom::Hole(0)) {
            Ok(hole) if hole < length => Ok(hole.saturating_sub(BLOCK)),
            // NXIO: nothing but the end. INVAL: a filesystem that doesn't tell.
            Ok(_) | Err(rustix::io::Errno::NXIO | rustix::io::Errno::INVAL) => Ok(length),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the blob, if it is there. Blocks.
    pub(crate) fn remove(&self, id: BlobId) -> io::Result<()> {
        let (shelf, name) = place(id);
        let folder = match self.open_folder(&shelf) {
            Ok(folder) => folder,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        match rustix::fs::unlinkat(folder, name, AtFlags::empty()) {
            Ok(()) | Err(rustix::io::Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// What lies in the store: shelf by shelf, the oldest first. What is no blob is no business of ours. Blocks.
    pub(crate) fn shelves(&self) -> io::Result<Vec<String>> {
        let mut shelves: Vec<String> = names(&self.0.root)?.filter(|name| is_shelf(name)).collect();
        shelves.sort_unstable();
        Ok(shelves)
    }

    /// The blobs on a shelf. Blocks.
    pub(crate) fn read_shelf(&self, digits: String) -> io::Result<Shelf> {
        let folder = self.open_folder(&digits)?;
        let blobs = names(&folder)?.filter_map(|name| name.parse().ok()).filter(|id| place(*id).0 == digits).collect();
        Ok(Shelf { digits, blobs })
    }

    /// The disk's bytes: in all, and free for us.
    pub(crate) fn space(&self) -> io::Result<(u64, u64)> {
        let disk = rustix::fs::fstatvfs(&self.0.root)?;
        Ok((disk.f_blocks.saturating_mul(disk.f_frsize), disk.f_bavail.saturating_mul(disk.f_frsize)))
    }
}

fn names(folder: &OwnedFd) -> io::Result<impl Iterator<Item = String>> {
    let entries = Dir::read_from(folder)?.collect::<Result<Vec<_>, _>>()?;
    Ok(entries.into_iter().filter_map(|entry| entry.file_name().to_str().ok().map(str::to_owned)))
}

fn is_shelf(name: &str) -> bool {
    name.len() == SHELF_DIGITS && name.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

/// The shelf of a blob, and its name there.
fn place(id: BlobId) -> (String, String) {
    let name = id.to_string();
    (name[..SHELF_DIGITS].to_owned(), name)
}

/// Runs what blocks where it may.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => Err(io::Error::other(stopped)),
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Write as _, os::unix::fs::symlink};

    use super::*;

    #[test]
    fn a_planted_link_is_followed_by_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let outside = folder.path().join("outside");
        std::fs::create_dir(&outside).expect("a folder");
        let store = Store::open(&folder.path().join("blobs")).expect("a store");
        let (blob, other) =
            (BlobId::generate(), BlobId("0fffffff-0000-7000-8000-000000000000".parse().expect("an id")));
        store.create(blob).expect("a blob").write_all(b"ours").expect("written");
        store.remove(blob).expect("removed");

        std::fs::write(outside.join("secret"), b"theirs").expect("written");
        let (shelf, name) = place(blob);
        symlink(outside.join("secret"), folder.path().join("blobs").join(shelf).join(name)).expect("a link");
        assert!(store.open_to_read(blob).is_err());
        assert!(store.open_to_write(blob).is_err());
        assert!(store.create(blob).is_err());

        let (shelf, name) = place(other);
        std::fs::write(outside.join(&name), b"theirs").expect("written");
        symlink(&outside, folder.path().join("blobs").join(shelf)).expect("a link");
        assert!(store.open_to_read(other).is_err());
        assert!(store.remove(other).is_err());
        assert!(outside.join(&name).exists());
    }

    #[tokio::test]
    async fn a_shelf_tells_its_blobs_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        let blob = BlobId::generate();
        store.create(blob).expect("a blob");
        store.sync_name(blob).expect("synced");
        let (shelf, _) = place(blob);
        std::fs::write(folder.path().join(&shelf).join("notes.txt"), b"").expect("written");
        std::fs::create_dir(folder.path().join("lost+found")).expect("a folder");
        assert_eq!(store.shelves().expect("shelves"), std::slice::from_ref(&shelf));
        assert_eq!(store.read_shelf(shelf.clone()).expect("a shelf"), Shelf { digits: shelf, blobs: vec![blob] });
    }
}

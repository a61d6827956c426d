//! From a path to the ids of the folders that it passes.
//!
//! The tree is in SQL; which folder a name leads to is remembered. A moved or deleted folder makes everything that was
//! remembered before worthless: each memory carries the generation in which it was made, and [`Tree::shake`] begins a new
//! one. It is called twice for each such change: inside the transaction, before it touches a row, and in the hook of its
//! commit. So whoever looked something up before the transaction began, and finds the generation unchanged inside another
//! transaction, knows that no folder was moved or deleted in between: neither committed, nor by an earlier transaction that
//! is about to be committed together with this one.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use keyfold_authz::Place;
use keyfold_db::{
    Connection, Db,
    entries::{self, Kind, Row},
};
use keyfold_model::{EntryId, FolderId, Name, PathError, VPath};
use quick_cache::sync::Cache;

use crate::Error;

/// How many names of folders are remembered.
const REMEMBERED: usize = 65_536;

/// The tree, and the folders of it that were asked for. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Tree(Arc<Inner>);

struct Inner {
    db: Db,
    generation: AtomicU64,
    folders: Cache<(FolderId, Name), Memory>,
}

#[derive(Clone, Copy)]
struct Memory {
    folder: FolderId,
    generation: u64,
}

/// A folder, with all folders above it, as they were in one generation of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    path: VPath,
    ids: Vec<FolderId>,
    generation: u64,
}

impl Chain {
    /// The folder itself.
    pub(crate) fn folder(&self) -> FolderId {
        self.ids.last().copied().unwrap_or(FolderId::ROOT)
    }

    /// To ask about.
    pub(crate) fn place(&self) -> Place<'_> {
        Place(&self.ids)
    }

    /// From the root down.
    pub(crate) fn ids(&self) -> &[FolderId] {
        &self.ids
    }

    /// Its path.
    pub(crate) const fn path(&self) -> &VPath {
        &self.path
    }

    /// The chain of a folder right below.
    pub(crate) fn child(&self, folder: FolderId, name: &Name) -> Result<Self, PathError> {
        let ids = self.ids.iter().copied().chain([folder]).collect();
        Ok(Self { path: self.path.join(name)?, ids, generation: self.generation })
    }

    /// The generation in which it was looked up.
    pub(crate) const fn generation(&self) -> u64 {
        self.generation
    }
}

/// Through which eyes the tree is looked at.
pub(crate) enum Sight<'a> {
    /// As it was committed.
    Committed,
    /// As a transaction sees it, with what was found before it began.
    Inside(&'a mut Connection, &'a [Chain]),
}

impl Sight<'_> {
    /// The folder of that path. Nothing if it, or one above it, is not there or is a file.
    pub(crate) async fn folder(&mut self, tree: &Tree, path: &VPath) -> Result<Option<Chain>, Error> {
        match self {
            Self::Committed => tree.folder(path).await,
            Self::Inside(connection, known) => {
                let generation = tree.generation();
                match known.iter().find(|chain| chain.generation == generation && chain.path == *path) {
                    Some(chain) => Ok(Some(chain.clone())),
                    None => tree.folder_inside(connection, path).await,
                }
            }
        }
    }

    /// The entry of that name in the folder.
    pub(crate) async fn entry(&mut self, tree: &Tree, folder: FolderId, name: &Name) -> Result<Option<Row>, Error> {
        match self {
            Self::Committed => {
                let mut connection = tree.0.db.read().await?;
                Ok(entries::find(&mut connection, folder, name.as_str()).await?)
            }
            Self::Inside(connection, _) => Ok(entries::find(connection, folder, name.as_str()).await?),
        }
    }
}

/// Whether what is remembered counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Memories {
    /// Outside of transactions.
    Use,
    /// Inside of one, which may see what is not committed yet.
    Ignore,
}

impl Tree {
    pub(crate) fn new(db: Db) -> Self {
        Self(Arc::new(Inner { db, generation: AtomicU64::new(1), folders: Cache::new(REMEMBERED) }))
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    /// Which generation of folders it is: one atomic load.
    pub(crate) fn generation(&self) -> u64 {
        self.0.generation.load(Ordering::Acquire)
    }

    /// Begins a new generation.
    pub(crate) fn shake(&self) {
        self.0.generation.fetch_add(1, Ordering::AcqRel);
    }

    /// The folder of that path. Nothing if it, or one above it, is not there or is a file.
    pub(crate) async fn folder(&self, path: &VPath) -> Result<Option<Chain>, Error> {
        let mut reader = None;
        let generation = self.generation();
        let mut ids = vec![FolderId::ROOT];
        for name in path.names() {
            let key = (ids.last().copied().unwrap_or(FolderId::ROOT), name);
            let known = self.0.folders.get(&key).filter(|memory| memory.generation == generation);
            let next = match known {
                Some(memory) => Some(memory.folder),
                None => {
                    let connection = match &mut reader {
                        Some(connection) => connection,
                        none => none.insert(self.0.db.read().await?),
                    };
                    self.look_up(connection, key, generation, Memories::Use).await?
                }
            };
            match next {
                Some(folder) => ids.push(folder),
                None => return Ok(None),
            }
        }
        Ok(Some(Chain { path: path.clone(), ids, generation }))
    }

    async fn look_up(
        &self,
        connection: &mut Connection,
        key: (FolderId, Name),
        generation: u64,
        memories: Memories,
    ) -> Result<Option<FolderId>, Error> {
        let row = entries::find(connection, key.0, key.1.as_str()).await?;
        let folder = row.as_ref().and_then(Row::folder);
        if let (Some(folder), Memories::Use) = (folder, memories) {
            self.0.folders.insert(key, Memory { folder, generation });
        }
        Ok(folder)
    }

    async fn folder_inside(&self, connection: &mut Connection, path: &VPath) -> Result<Option<Chain>, Error> {
        let generation = self.generation();
        let mut ids = vec![FolderId::ROOT];
        for name in path.names() {
            let key = (ids.last().copied().unwrap_or(FolderId::ROOT), name);
            match self.look_up(connection, key, generation, Memories::Ignore).await? {
                Some(folder) => ids.push(folder),
                None => return Ok(None),
            }
        }
        Ok(Some(Chain { path: path.clone(), ids, generation }))
    }

    /// Where a folder is now, by its id. Nothing if it is gone.
    pub(crate) async fn chain_of(&self, connection: &mut Connection, folder: FolderId) -> Result<Option<Chain>, Error> {
        let generation = self.generation();
        let ancestry = entries::ancestry(connection, EntryId(folder.0)).await?;
        if ancestry.is_empty() {
            return Ok(None);
        }
        let names: Vec<&str> = ancestry.iter().map(|(_, name)| name.as_str()).collect();
        let path = VPath::parse(names.join("/").as_bytes())?;
        let ids = ancestry.iter().map(|(id, _)| FolderId(id.0)).collect();
        Ok(Some(Chain { path, ids, generation }))
    }

    /// The row of a folder.
    pub(crate) async fn row(&self, folder: FolderId) -> Result<Option<Row>, Error> {
        let mut connection = self.0.db.read().await?;
        Ok(entries::get(&mut connection, folder.entry()).await?.filter(|row| row.kind == Kind::Folder))
    }
}

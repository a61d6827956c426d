//! Looking.

use keyfold_db::staging;
use keyfold_identity::Session;
use keyfold_model::{CapabilitySet, EntryId, FolderId, Name, Timestamp, VPath};

use super::Filesystem;
use crate::{
    DirHandle, Entry, Error, Kind, Listing, Refusal,
    admit::{self, Shown},
    tree::Chain,
    upload::Key,
};

impl Filesystem {
    /// One entry. Where no file has that name, what the person themselves has staged under it.
    ///
    /// # Errors
    /// Not found, or not for this person to know of.
    pub async fn stat(&self, session: &Session, path: &VPath) -> Result<Entry, Error> {
        match admit::stat(&self.asker(session)?, self.tree(), path).await? {
            Shown::Entry(row) => Entry::from_row(row),
            Shown::Free(chain, name) => self.staged(session, &chain, name).await,
        }
    }

    async fn staged(&self, session: &Session, chain: &Chain, name: Name) -> Result<Entry, Error> {
        let key = Key { user: session.user(), parent: chain.folder(), name };
        if let Some(upload) = self.uploads().find(&key) {
            return Ok(staged_entry(key, upload.entry, upload.length(), upload.created));
        }
        let mut reader = self.db().read().await?;
        let row = staging::find(&mut reader, key.user, key.parent, key.name.as_str(), self.now()).await?;
        let row = row.filter(|row| row.length >= 0).ok_or(Refusal::NotFound)?;
        let length = u64::try_from(row.length).unwrap_or(0);
        Ok(staged_entry(key, row.entry, length, row.expires.before(crate::upload::KEPT)))
    }

    /// A page of a folder, up to `most` entries after the name `after`.
    ///
    /// # Errors
    /// Not found, not a folder, or nothing to see there.
    pub async fn list(
        &self,
        session: &Session,
        path: &VPath,
        after: Option<&Name>,
        most: usize,
    ) -> Result<Listing, Error> {
        let permit = self.admit_folder(session, path).await?;
        let mut folder = DirHandle::open(self, permit, after.map_or("", Name::as_str));
        let mut entries = Vec::new();
        while entries.len() < most {
            let more = folder.next(most - entries.len()).await?;
            if more.is_empty() {
                return Ok(Listing { entries, next: None });
            }
            entries.extend(more);
        }
        let next = entries.last().and_then(|last| last.name.clone());
        Ok(Listing { entries, next })
    }

    /// A folder to be read in batches.
    ///
    /// # Errors
    /// As [`Filesystem::list`].
    pub async fn open_dir(&self, session: &Session, path: &VPath) -> Result<DirHandle, Error> {
        let permit = self.admit_folder(session, path).await?;
        Ok(DirHandle::open(self, permit, ""))
    }

    /// What the person of the session has in the folder: for an interface that shows only what works.
    ///
    /// # Errors
    /// Not found.
    pub async fn capabilities(&self, session: &Session, path: &VPath) -> Result<CapabilitySet, Error> {
        Ok(self.admit_folder(session, path).await?.held())
    }

    /// Up to `most` entries below a folder whose names hold `text`, without regard to case, that the person may know of:
    /// folder by folder, the nearest first.
    ///
    /// # Errors
    /// Not found, or not a folder.
    pub async fn find(
        &self,
        session: &Session,
        below: &VPath,
        text: &str,
        most: usize,
    ) -> Result<Vec<(VPath, Entry)>, Error> {
        let text = text.to_lowercase();
        let mut found = Vec::new();
        let mut folders = std::collections::VecDeque::from([below.clone()]);
        self.admit_folder(session, below).await?;
        while let Some(path) = folders.pop_front() {
            let mut folder = match self.open_dir(session, &path).await {
                Ok(folder) => folder,
                // It went away, or out of sight, while others were searched.
                Err(Error::Refused(Refusal::NotFound)) => continue,
                Err(error) => return Err(error),
            };
            loop {
                let entries = folder.next(BATCH).await?;
                if entries.is_empty() {
                    break;
                }
                for entry in entries {
                    let Some(name) = &entry.name else { continue };
                    let place = path.join(name)?;
                    if entry.kind == Kind::Folder {
                        folders.push_back(place.clone());
                    }
                    if name.as_str().to_lowercase().contains(&text) {
                        found.push((place, entry));
                    }
                    if found.len() >= most {
                        return Ok(found);
                    }
                }
            }
        }
        Ok(found)
    }

    /// Where a folder is now. For site admins and those who may know of it.
    ///
    /// # Errors
    /// Not found, or not for this person to know of.
    pub async fn path_of(&self, session: &Session, folder: FolderId) -> Result<VPath, Error> {
        let mut reader = self.db().read().await?;
        let chain = self.tree().chain_of(&mut reader, folder).await?.ok_or(Refusal::NotFound)?;
        drop(reader);
        self.admit_folder(session, chain.path()).await?;
        Ok(chain.path().clone())
    }
}

/// How many entries a search reads at once.
const BATCH: usize = 1024;

fn staged_entry(key: Key, id: EntryId, size: u64, at: Timestamp) -> Entry {
    Entry {
        id,
        name: Some(key.name),
        kind: Kind::File,
        size,
        modified: at,
        created: at,
        created_by: Some(key.user),
        etag: format!("staged-{size}"),
        sha256: None,
    }
}

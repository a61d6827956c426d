//! Clearing away what nothing owns.
//!
//! Nothing is removed on the word of one look: a blob that is being written is claimed, and is left alone; a blob on a
//! shelf is read from the disk first and looked for in the database after, so that whatever became a file in between is
//! found there.

use std::collections::HashSet;

use keyfold_db::{
    Durability,
    blobs::{self, Fate},
    entries, small_blobs, staging,
};
use keyfold_model::BlobId;

use super::Filesystem;
use crate::{
    Error,
    blob::{Shelf, blocking},
    error::store,
};

/// How many rows are looked at in one turn.
const BATCH: i64 = 512;

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

impl Filesystem {
    /// Removes what nothing owns any more: uploads broken off 24 hours ago, blobs of files that were deleted or
    /// overwritten, strays that a killed process left. Safe while people upload and download.
    ///
    /// # Errors
    /// The database or the store fails; what was removed by then is removed.
    pub async fn sweep(&self) -> Result<Swept, Error> {
        let expired = self.sweep_expired().await?;
        let dead = self.sweep_dead().await?;
        let stray = self.sweep_strays().await?;
        Ok(Swept { expired, dead, stray })
    }

    async fn sweep_expired(&self) -> Result<u64, Error> {
        let blobs = staging::expired(&mut *self.db().read().await?, self.now()).await?;
        let mut removed = 0;
        for blob in blobs {
            // Claimed: an upload that takes longer than a day, or was just resumed.
            let Some(_claim) = self.store().claim(blob) else { continue };
            // Without a row any more: it was committed between the look and the claim, and is a file's now.
            if staging::get(&mut *self.db().read().await?, blob).await?.is_none() {
                continue;
            }
            self.remove_blob(blob).await?;
            self.forget(blob, Owner::Staging).await?;
            removed += 1;
        }
        Ok(removed)
    }

    async fn sweep_dead(&self) -> Result<u64, Error> {
        let mut removed = 0;
        loop {
            let dead = blobs::dead(&mut *self.db().read().await?, self.now(), BATCH).await?;
            if dead.is_empty() {
                return Ok(removed);
            }
            for (blob, fate) in dead {
                if fate == Fate::Dead {
                    self.remove_blob(blob).await?;
                    removed += 1;
                }
                self.forget(blob, Owner::File(fate)).await?;
            }
        }
    }

    async fn sweep_strays(&self) -> Result<u64, Error> {
        let disk = self.store().clone();
        let shelves = blocking(move || disk.shelves()).await.map_err(store("reading the blob folder"))?;
        let mut removed = 0;
        for digits in shelves {
            let disk = self.store().clone();
            let shelf = blocking(move || disk.read_shelf(digits)).await.map_err(store("reading a blob shelf"))?;
            removed += self.sweep_shelf(shelf).await?;
        }
        Ok(removed)
    }

    async fn sweep_shelf(&self, shelf: Shelf) -> Result<u64, Error> {
        // Claims come first: who lets go of one has committed, and is found in the database below.
        let unclaimed: Vec<_> = shelf.blobs.iter().filter_map(|blob| self.store().claim(*blob)).collect();
        let (from, to) = (shelf.digits.as_str(), format!("{}g", shelf.digits));
        let mut reader = self.db().read().await?;
        let mut known: HashSet<BlobId> = entries::owned_blobs(&mut reader, from, &to).await?.into_iter().collect();
        known.extend(staging::blobs(&mut reader, from, &to).await?);
        known.extend(blobs::between(&mut reader, from, &to).await?);
        drop(reader);
        let mut removed = 0;
        for claim in unclaimed.into_iter().filter(|claim| !known.contains(&claim.id())) {
            self.remove_blob(claim.id()).await?;
            removed += 1;
        }
        Ok(removed)
    }

    async fn remove_blob(&self, blob: BlobId) -> Result<(), Error> {
        let disk = self.store().clone();
        blocking(move || disk.remove(blob)).await.map_err(store("removing a blob"))
    }

    async fn forget(&self, blob: BlobId, owner: Owner) -> Result<(), Error> {
        let forgetting = self.db().write(Durability::Process, move |tx| {
            Box::pin(async move {
                match owner {
                    Owner::Staging => staging::delete(tx.connection(), blob).await,
                    Owner::File(fate) => {
                        if fate == Fate::Dead {
                            small_blobs::delete(tx.connection(), blob).await?;
                        }
                        blobs::forget(tx.connection(), blob).await
                    }
                }
            })
        });
        Ok(forgetting.await?)
    }

    /// Finds out how far uploads came that were under way when the server was stopped or killed.
    pub(super) async fn recover(&self) -> Result<(), Error> {
        let rows = staging::under_way(&mut *self.db().read().await?).await?;
        for mut row in rows {
            let (disk, blob) = (self.store().clone(), row.blob);
            let length = blocking(move || disk.good_length(blob)).await.map_err(store("reading a staged blob"))?;
            row.length = i64::try_from(length).unwrap_or(0);
            let writing = self.db().write(Durability::Process, move |tx| {
                Box::pin(async move {
                    match row.length {
                        0 => staging::delete(tx.connection(), row.blob).await,
                        _ => staging::put(tx.connection(), &row).await,
                    }
                })
            });
            writing.await?;
        }
        Ok(())
    }
}

/// What a blob belonged to.
#[derive(Clone, Copy)]
enum Owner {
    Staging,
    File(Fate),
}

//! A folder open for listing.

use keyfold_db::entries;

use crate::{Entry, Error, Filesystem, Refusal, admit::FolderPermit};

/// The most rows that are read at once, seen or not.
const BATCH: usize = 1024;

/// An open folder: hands out what its person may see, in batches, from one index scan.
pub struct DirHandle {
    filesystem: Filesystem,
    permit: FolderPermit,
    /// The last name that was read: where the scan goes on.
    after: String,
    ended: bool,
}

impl DirHandle {
    pub(crate) fn open(filesystem: &Filesystem, permit: FolderPermit, after: &str) -> Self {
        Self { filesystem: filesystem.clone(), permit, after: after.to_owned(), ended: false }
    }

    /// The next entries, up to `most`; empty at the end.
    ///
    /// # Errors
    /// The session was cut, the right to list was taken away, or the database failed.
    pub async fn next(&mut self, most: usize) -> Result<Vec<Entry>, Error> {
        let mut shown = Vec::with_capacity(most.min(BATCH));
        if most == 0 {
            return Ok(shown);
        }
        self.check().await?;
        let mut connection = self.filesystem.tree().db().read().await?;
        while shown.is_empty() && !self.ended {
            let batch = most.min(BATCH);
            let folder = self.permit.chain().folder();
            let rows = entries::page(&mut connection, folder, &self.after, batch as i64).await?;
            self.ended = rows.len() < batch;
            if let Some(last) = rows.last() {
                self.after.clone_from(&last.name);
            }
            let eyes = self.permit.eyes();
            for row in rows.into_iter().filter(|row| eyes.see(row)) {
                shown.push(Entry::from_row(row)?);
            }
        }
        Ok(shown)
    }

    /// Decides again where the policy or the tree of folders has changed since the last batch.
    async fn check(&mut self) -> Result<(), Error> {
        if !self.permit.session().is_alive() {
            return Err(Refusal::SessionEnded.into());
        }
        let tree = self.filesystem.tree();
        let same = self.permit.epoch() == self.filesystem.policy().epoch()
            && self.permit.chain().generation() == tree.generation();
        if same {
            return Ok(());
        }
        let folder = self.permit.chain().folder();
        let chain = tree.chain_of(&mut *tree.db().read().await?, folder).await?.ok_or(Refusal::NotFound)?;
        let session = self.permit.session().clone();
        self.permit = self.filesystem.admit_folder(&session, chain.path()).await?;
        Ok(())
    }
}

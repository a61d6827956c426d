//! Reading and writing what is in files.

use keyfold_db::{Durability, entries, small_blobs};
use keyfold_identity::Session;
use keyfold_model::{BlobId, Timestamp, VPath};

use super::Filesystem;
use crate::{
    Entry, Error, ReadHandle, WriteHandle, WriteOptions,
    admit::{self, Purpose},
    blob::{Reader, SMALL},
    commit::{check_etag, still_lives},
    error::store,
    tree::Sight,
};

impl Filesystem {
    /// A file for reading. The read is on record before its first byte.
    ///
    /// # Errors
    /// Not found, a folder, or no right to read.
    pub async fn open_read(&self, session: &Session, path: &VPath) -> Result<ReadHandle, Error> {
        self.open_content(session, path, Purpose::Download).await
    }

    /// A file for the web viewer: `preview` is enough, and the record says so. Never for a download.
    ///
    /// # Errors
    /// As [`Filesystem::open_read`].
    pub async fn open_preview(&self, session: &Session, path: &VPath) -> Result<ReadHandle, Error> {
        self.open_content(session, path, Purpose::Preview).await
    }

    async fn open_content(&self, session: &Session, path: &VPath, purpose: Purpose) -> Result<ReadHandle, Error> {
        let action = if purpose == Purpose::Preview { "preview" } else { "read" };
        let admitted = admit::read(&self.asker(session)?, self.tree(), path, purpose).await;
        let permit = self.record_denial(admitted, || act_on(session, action, path)).await?;
        match ReadHandle::open(self, &permit, purpose).await {
            // The version that was found was replaced and swept before its blob was opened: there is a newer one, or none.
            Err(Error::Store { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                let permit = admit::read(&self.asker(session)?, self.tree(), path, purpose).await?;
                ReadHandle::open(self, &permit, purpose).await
            }
            other => other,
        }
    }

    /// The bytes of a file, wherever they are.
    pub(crate) async fn open_blob(&self, blob: BlobId, size: u64) -> Result<Reader, Error> {
        if size <= SMALL
            && let Some(bytes) = small_blobs::find(&mut *self.db().read().await?, blob).await?
        {
            return Ok(Reader::of(self.store(), bytes));
        }
        Reader::open(self.store(), blob, size).await.map_err(store("opening a blob"))
    }

    /// A file for writing.
    ///
    /// # Errors
    /// No right to create or overwrite, a folder of that name, a precondition, quota.
    pub async fn open_write(
        &self,
        session: &Session,
        path: &VPath,
        options: WriteOptions,
    ) -> Result<WriteHandle, Error> {
        let asker = self.asker(session)?;
        let admitted = admit::write(&asker, &mut Sight::Committed, self.tree(), path, options.mode).await;
        let permit = self.record_denial(admitted, || act_on(session, "create", path)).await?;
        check_etag(&permit, options.if_match.as_deref())?;
        WriteHandle::open(self, permit, options).await
    }

    /// Sets the modification time of a file; of a folder too, for those who may add to it.
    ///
    /// # Errors
    /// No right to overwrite.
    pub async fn set_modified(&self, session: &Session, path: &VPath, at: Timestamp) -> Result<Entry, Error> {
        let (filesystem, path, session) = (self.clone(), path.clone(), session.clone());
        let denied = act_on(&session, "update", &path);
        let result = self.db().write(Durability::Disk, move |tx| {
            Box::pin(async move {
                still_lives(tx, &session).await?;
                let asker = filesystem.asker(&session)?;
                let mut sight = Sight::Inside(tx.connection(), &[]);
                let permit = admit::set_times(&asker, &mut sight, filesystem.tree(), &path).await?;
                let mut row = permit.existing()?.clone();
                let mut event = act_on(&session, "update", &path);
                event.before = Some(serde_json::json!({ "modified": row.modified.to_string() }));
                event.after = Some(serde_json::json!({ "modified": at.to_string() }));
                row.modified = at;
                row.untouched &= row.created_by == Some(session.user());
                entries::set_modified(tx.connection(), row.id, row.modified, row.untouched).await?;
                filesystem.log().append(tx, event).await?;
                Entry::from_row(row)
            })
        });
        let result = result.await;
        self.record_denial(result, || denied).await
    }
}

/// The event of an act on a path.
pub(super) fn act_on(session: &Session, action: &'static str, path: &VPath) -> keyfold_audit::Event {
    let mut event = session.event(action);
    event.path = Some(path.as_str().to_owned());
    event
}

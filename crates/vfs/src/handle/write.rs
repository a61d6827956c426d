//! A file open for writing.

use std::sync::Arc;

use bytes::Bytes;
use keyfold_audit::{Event, Outcome};
use keyfold_db::{Durability, staging};
use keyfold_model::Timestamp;
use tokio::sync::MutexGuard;

use super::guard::Guard;
use crate::{
    Entry, Error, Filesystem, Refusal, WriteOptions,
    admit::Permit,
    commit::{self, Commit},
    error::store,
    upload::{self, KEPT, State, Upload},
};

/// A file being written, invisible until [`WriteHandle::commit`]. Cheap to share: writes may overlap, in any order.
pub struct WriteHandle(Option<Inner>);

struct Inner {
    filesystem: Filesystem,
    guard: Guard,
    permit: Permit,
    options: WriteOptions,
    upload: Arc<Upload>,
    lease: u64,
}

impl WriteHandle {
    /// Opens what the permit is for.
    pub(crate) async fn open(filesystem: &Filesystem, permit: Permit, options: WriteOptions) -> Result<Self, Error> {
        let (upload, lease) = upload::begin(filesystem, &permit, &options).await?;
        let guard = Guard::new(filesystem, &permit);
        Ok(Self(Some(Inner { filesystem: filesystem.clone(), guard, permit, options, upload, lease })))
    }

    /// Its length so far.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.0.as_ref().map_or(0, |inner| inner.upload.length())
    }

    /// Writes `data` at `offset`; a gap before it reads as zeros.
    ///
    /// # Errors
    /// The session was cut, the right was taken away, quota or disk are used up, or the store failed.
    pub async fn write_at(&self, offset: u64, data: Bytes) -> Result<(), Error> {
        let inner = self.inner()?;
        let mut state = inner.enter().await?;
        if data.is_empty() {
            return Ok(());
        }
        let end = end_of(offset, data.len() as u64)?;
        inner.reserve(&mut state, end).await?;
        state.spool.write_at(offset, data).await.map_err(store("writing a staged blob"))?;
        inner.leave(&mut state).await
    }

    /// What was written so far (a file open for both).
    ///
    /// # Errors
    /// As [`ReadHandle::read_at`](crate::ReadHandle::read_at).
    pub async fn read_at(&self, offset: u64, length: usize) -> Result<Bytes, Error> {
        let inner = self.inner()?;
        let mut state = inner.enter().await?;
        state.spool.read_at(offset, length).await.map_err(store("reading a staged blob"))
    }

    /// Cuts or extends to `length`.
    ///
    /// # Errors
    /// As [`WriteHandle::write_at`].
    pub async fn set_length(&self, length: u64) -> Result<(), Error> {
        let inner = self.inner()?;
        let mut state = inner.enter().await?;
        inner.reserve(&mut state, end_of(length, 0)?).await?;
        state.spool.set_length(length).await.map_err(store("cutting a staged blob"))?;
        inner.leave(&mut state).await
    }

    /// Sets the modification time that the file will have.
    pub fn set_modified(&self, modified: Timestamp) {
        if let Some(inner) = &self.0 {
            *inner.upload.modified.lock() = Some(modified);
        }
    }

    /// Makes what was written so far durable without showing it (`fsync@openssh.com`).
    ///
    /// # Errors
    /// The store failed.
    pub async fn sync(&self) -> Result<(), Error> {
        let inner = self.inner()?;
        let mut state = inner.enter().await?;
        state.spool.sync().await.map_err(store("syncing a staged blob"))?;
        inner.leave(&mut state).await
    }

    /// Makes it visible: bytes durable, then one transaction of row, quota, audit and "session still lives".
    ///
    /// # Errors
    /// Anything that was refused: the old version is untouched and what was staged is kept for resuming.
    pub async fn commit(mut self) -> Result<Entry, Error> {
        let inner = self.0.take().ok_or(Refusal::SessionEnded)?;
        // In a task of its own: a client that goes away in the middle leaves an upload that is committed or kept, never
        // one that is half of either.
        let committing = tokio::spawn(async move {
            let result = inner.commit().await;
            match &result {
                Ok(_) => inner.filesystem.uploads().remove(&inner.upload, inner.lease),
                Err(error) => inner.keep(Some(error)).await,
            }
            result
        });
        committing
            .await
            .map_err(|stopped| Error::Store { doing: "committing an upload", source: std::io::Error::other(stopped) })?
    }

    /// Gives up. What was staged is kept 24 hours for its person to resume.
    pub async fn abort(mut self) {
        if let Some(inner) = self.0.take() {
            inner.keep(None).await;
        }
    }

    fn inner(&self) -> Result<&Inner, Refusal> {
        self.0.as_ref().ok_or(Refusal::SessionEnded)
    }
}

impl Drop for WriteHandle {
    fn drop(&mut self) {
        if let (Some(inner), Ok(runtime)) = (self.0.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(async move { inner.keep(None).await });
        }
    }
}

fn end_of(offset: u64, length: u64) -> Result<u64, Refusal> {
    let end = offset.checked_add(length).filter(|end| *end <= i64::MAX as u64);
    end.ok_or(Refusal::Invalid("a file can't be that long"))
}

impl Inner {
    /// The turn to change the upload, if that may go on.
    async fn enter(&self) -> Result<MutexGuard<'_, State>, Error> {
        self.guard.check().await?;
        let state = self.upload.state.lock().await;
        if self.upload.is_held_by(self.lease) { Ok(state) } else { Err(Refusal::Locked.into()) }
    }

    async fn reserve(&self, state: &mut State, end: u64) -> Result<(), Error> {
        let charged = state.staged.unwrap_or(0);
        state.reservation.cover(end.max(state.spool.length()).saturating_sub(charged)).await
    }

    /// What follows on every change.
    async fn leave(&self, state: &mut State) -> Result<(), Error> {
        self.upload.set_length(state.spool.length());
        upload::note(&self.filesystem, &self.upload, state).await
    }

    async fn commit(&self) -> Result<Entry, Error> {
        let mut state = self.enter().await?;
        let modified = *self.upload.modified.lock();
        if state.spool.is_unchanged() {
            return self.commit_unchanged(modified).await;
        }
        let sealed = state.spool.seal().await.map_err(store("making a blob durable"))?;
        let commit = Commit {
            filesystem: self.filesystem.clone(),
            permit: self.permit.clone(),
            mode: self.options.mode,
            if_match: self.options.if_match.clone(),
            entry: self.upload.entry,
            created: self.upload.created,
            modified: modified.unwrap_or_else(|| self.filesystem.now()),
            staged: state.staged.is_some(),
            sealed,
        };
        let row = commit::write(commit).await?;
        Entry::from_row(row)
    }

    /// Nothing was written: at the most the time is set.
    async fn commit_unchanged(&self, modified: Option<Timestamp>) -> Result<Entry, Error> {
        match modified {
            Some(at) => self.filesystem.set_modified(self.permit.session(), self.permit.path(), at).await,
            None => Entry::from_row(self.permit.existing()?.clone()),
        }
    }

    /// Ends an upload that was not committed: what was staged is kept for its person, and the record says so.
    async fn keep(&self, error: Option<&Error>) {
        if let Err(error) = self.try_keep(error).await {
            tracing::warn!(%error, path = %self.permit.path(), "an upload that was broken off is not kept");
        }
        self.filesystem.uploads().remove(&self.upload, self.lease);
    }

    async fn try_keep(&self, error: Option<&Error>) -> Result<(), Error> {
        let mut state = self.upload.state.lock().await;
        if !self.upload.is_held_by(self.lease) || state.spool.is_unchanged() {
            return Ok(());
        }
        let kept = match state.spool.keep().await {
            Ok(length) => length,
            Err(_) => state.spool.resumable(),
        };
        let had_row = state.staged.is_some();
        let row = self.upload.row(&state, kept, self.filesystem.now().after(KEPT));
        let (log, event) = (self.filesystem.log().clone(), self.aborted(kept, error));
        let write = self.filesystem.db().write(Durability::Process, move |tx| {
            Box::pin(async move {
                if row.length > 0 {
                    staging::put(tx.connection(), &row).await?;
                } else if had_row {
                    staging::delete(tx.connection(), row.blob).await?;
                }
                log.append(tx, event).await?;
                Ok::<_, Error>(())
            })
        });
        let written = write.await;
        if kept == 0 || (written.is_err() && !had_row) {
            state.spool.discard().await;
        }
        written
    }

    fn aborted(&self, bytes: u64, error: Option<&Error>) -> Event {
        let action = if self.permit.entry().is_some() { "update" } else { "create" };
        let mut event = self.permit.session().event(action);
        event.path = Some(self.permit.path().as_str().to_owned());
        event.bytes = i64::try_from(bytes).ok();
        event.duration = i64::try_from(self.filesystem.now().since(self.upload.created).as_micros()).ok();
        event.outcome = match error {
            None | Some(Error::Refused(Refusal::SessionEnded)) => Outcome::Aborted,
            Some(Error::Refused(_)) => Outcome::Denied,
            Some(Error::Database(_) | Error::Record(_) | Error::Store { .. }) => Outcome::Failed,
        };
        event.failure_type = self.guard.failure_type().or_else(|| error.and_then(Error::failure_type));
        event
    }
}

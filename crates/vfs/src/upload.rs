//! Uploads that are under way on this node, and how they are found again.
//!
//! An upload that fits into memory leaves no trace before its commit. One that has reached the disk has a row in `staging`,
//! so that its person can resume it after a crash of either side.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use keyfold_db::{Durability, staging};
use keyfold_model::{EntryId, FolderId, Interface, Name, SessionId, Timestamp, UserId};
use parking_lot::Mutex;

use crate::{
    Error, Filesystem, Refusal, WriteMode, WriteOptions, admit::Permit, blob::Spool, error::store, quota::Reservation,
};

/// How long what was broken off is kept for its person.
pub(crate) const KEPT: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

/// Whose upload it is, and under which name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub user: UserId,
    pub parent: FolderId,
    pub name: Name,
}

/// An upload under way. A client that comes back before the server noticed that its connection is gone takes it over:
/// then it has a new lease, and who holds the old one is refused.
pub(crate) struct Upload {
    pub key: Key,
    pub entry: EntryId,
    pub interface: Interface,
    pub created: Timestamp,
    holder: Mutex<SessionId>,
    lease: AtomicU64,
    /// Its length, for those who only look.
    length: AtomicU64,
    pub modified: Mutex<Option<Timestamp>>,
    pub state: tokio::sync::Mutex<State>,
}

/// What only one at a time may touch.
pub(crate) struct State {
    pub spool: Spool,
    pub reservation: Reservation,
    /// Bytes that a row of `staging` is charged for already.
    pub staged: Option<u64>,
}

impl Upload {
    pub(crate) fn length(&self) -> u64 {
        self.length.load(Ordering::Acquire)
    }

    pub(crate) fn set_length(&self, length: u64) {
        self.length.store(length, Ordering::Release);
    }

    /// Whether the lease is the newest.
    pub(crate) fn is_held_by(&self, lease: u64) -> bool {
        self.lease.load(Ordering::Acquire) == lease
    }

    /// The row that it has in `staging`.
    pub(crate) fn row(&self, state: &State, length: u64, expires: Timestamp) -> staging::Row {
        staging::Row {
            blob: state.spool.id(),
            entry: self.entry,
            user: self.key.user,
            parent: self.key.parent,
            name: self.key.name.as_str().to_owned(),
            interface: self.interface,
            length: i64::try_from(length).unwrap_or(i64::MAX),
            expires,
        }
    }
}

/// Every upload under way on this node. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Uploads(Arc<Mutex<HashMap<Key, Vec<Arc<Upload>>>>>);

impl Uploads {
    /// The newest upload of that name.
    pub(crate) fn find(&self, key: &Key) -> Option<Arc<Upload>> {
        self.0.lock().get(key).and_then(|uploads| uploads.last()).cloned()
    }

    fn add(&self, upload: &Arc<Upload>) {
        self.0.lock().entry(upload.key.clone()).or_default().push(Arc::clone(upload));
    }

    /// Forgets an upload that has ended, unless it has been taken over.
    pub(crate) fn remove(&self, upload: &Arc<Upload>, lease: u64) {
        let mut all = self.0.lock();
        if !upload.is_held_by(lease) {
            return;
        }
        if let Some(uploads) = all.get_mut(&upload.key) {
            uploads.retain(|other| !Arc::ptr_eq(other, upload));
            if uploads.is_empty() {
                all.remove(&upload.key);
            }
        }
    }

    /// Takes over an upload that another session began.
    fn take_over(&self, key: &Key, session: SessionId) -> Result<Option<(Arc<Upload>, u64)>, Refusal> {
        let all = self.0.lock();
        let Some(upload) = all.get(key).and_then(|uploads| uploads.last()) else { return Ok(None) };
        let mut holder = upload.holder.lock();
        if *holder == session {
            return Err(Refusal::Locked);
        }
        *holder = session;
        Ok(Some((Arc::clone(upload), upload.lease.fetch_add(1, Ordering::AcqRel) + 1)))
    }
}

/// Begins an upload, or goes on with one. Gives its lease.
pub(crate) async fn begin(
    filesystem: &Filesystem,
    permit: &Permit,
    options: &WriteOptions,
) -> Result<(Arc<Upload>, u64), Error> {
    let session = permit.session();
    let key = Key { user: session.user(), parent: permit.folder(), name: permit.name().clone() };
    let goes_on = matches!(options.mode, WriteMode::Update | WriteMode::UpdateExisting);
    if goes_on && permit.entry().is_none() {
        if let Some((upload, lease)) = filesystem.uploads().take_over(&key, session.id())? {
            let mut state = upload.state.lock().await;
            let length = state.spool.keep().await.map_err(store("taking an upload over"))?;
            upload.set_length(length);
            drop(state);
            return Ok((upload, lease));
        }
        if let Some(found) = resume(filesystem, permit, &key).await? {
            return Ok(found);
        }
    }
    if options.mode == WriteMode::UpdateExisting && permit.entry().is_none() {
        return Err(Refusal::NotFound.into());
    }
    let claim = filesystem.store().claim_new();
    let base = permit.entry().filter(|_| goes_on).and_then(|row| Some((row.blob?, u64::try_from(row.size).ok()?)));
    let spool = match base {
        Some((blob, size)) if size > 0 => {
            Spool::from_blob(filesystem.store(), claim, filesystem.open_blob(blob, size).await?)
        }
        _ => Spool::new(filesystem.store(), claim),
    };
    let entry = match permit.entry() {
        Some(row) => row.id,
        None => EntryId(filesystem.db().next_id().await?),
    };
    let mut reservation = filesystem.quotas().reservation(key.user, permit.chain());
    reservation.cover(options.expected_length.unwrap_or(0)).await?;
    let state = State { spool, reservation, staged: None };
    Ok(start(filesystem, permit, key, entry, state))
}

async fn resume(filesystem: &Filesystem, permit: &Permit, key: &Key) -> Result<Option<(Arc<Upload>, u64)>, Error> {
    let mut reader = filesystem.db().read().await?;
    let now = filesystem.now();
    let Some(row) = staging::find(&mut reader, key.user, key.parent, key.name.as_str(), now).await? else {
        return Ok(None);
    };
    let claim = filesystem.store().claim(row.blob).ok_or(Refusal::Locked)?;
    // Between the first look and the claim the sweep may have been quicker.
    if staging::get(&mut reader, row.blob).await?.is_none() {
        return Ok(None);
    }
    let length = u64::try_from(row.length).unwrap_or(0);
    let spool = Spool::resume(filesystem.store(), claim, length).await.map_err(store("opening a staged blob"))?;
    let reservation = filesystem.quotas().reservation(key.user, permit.chain());
    let state = State { spool, reservation, staged: Some(length) };
    Ok(Some(start(filesystem, permit, key.clone(), row.entry, state)))
}

fn start(filesystem: &Filesystem, permit: &Permit, key: Key, entry: EntryId, state: State) -> (Arc<Upload>, u64) {
    let session = permit.session();
    let upload = Arc::new(Upload {
        key,
        entry,
        interface: session.facts().origin.interface,
        created: filesystem.now(),
        holder: Mutex::new(session.id()),
        lease: AtomicU64::new(1),
        length: AtomicU64::new(state.spool.length()),
        modified: Mutex::new(None),
        state: tokio::sync::Mutex::new(state),
    });
    filesystem.uploads().add(&upload);
    (upload, 1)
}

/// Writes the row of an upload that has reached the disk: from here on it can be resumed after a crash.
pub(crate) async fn note(filesystem: &Filesystem, upload: &Upload, state: &mut State) -> Result<(), Error> {
    if state.staged.is_some() || !state.spool.is_on_disk() {
        return Ok(());
    }
    let mut row = upload.row(state, 0, filesystem.now().after(KEPT));
    row.length = staging::UNDER_WAY;
    filesystem
        .db()
        .write(Durability::Process, move |tx| Box::pin(async move { staging::put(tx.connection(), &row).await }))
        .await?;
    state.staged = Some(0);
    Ok(())
}

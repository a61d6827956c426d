//! Uploads in parts: begun, sent part by part to an address that is its own proof, finished.

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::body::Body;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use keyfold_identity::Session;
use keyfold_model::{Clock, Timestamp, VPath};
use keyfold_vfs::{Entry, Filesystem, WriteHandle, WriteMode, WriteOptions};
use parking_lot::Mutex;
use tokio::sync::RwLock;

use crate::{Error, Result, content::body_to, error::Kind};

/// How long an upload waits for its next part.
const LIFETIME: Duration = Duration::from_secs(24 * 3600);
/// How many uploads one person may have open at a time.
const MOST_PER_PERSON: usize = 1_000;
/// How many parts an upload may have.
pub const MOST_PARTS: u32 = 10_000;
/// The usual length of a part, in bytes.
const PART: u64 = 16 * 1024 * 1024;

/// The uploads that are open, on this node. Cheap to clone.
#[derive(Clone)]
pub struct Uploads {
    clock: Arc<dyn Clock>,
    open: Arc<Mutex<HashMap<String, Arc<Upload>>>>,
}

/// One upload.
pub struct Upload {
    /// Its name in requests: unguessable, as it is the proof of who sends a part.
    pub reference: String,
    /// How long each part but the last is, in bytes.
    pub part_length: u64,
    /// Until when it waits.
    pub expires: Timestamp,
    session: Session,
    path: VPath,
    /// Taken out when the upload is finished. Parts are written at the same time.
    handle: RwLock<Option<WriteHandle>>,
}

impl Uploads {
    /// None yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, open: Arc::default() }
    }

    /// Begins an upload to this path.
    ///
    /// # Errors
    /// No right to write there, or too many uploads are open.
    pub async fn begin(
        &self,
        filesystem: &Filesystem,
        session: &Session,
        path: &VPath,
        size: Option<u64>,
    ) -> Result<Arc<Upload>> {
        self.make_room(session)?;
        let options = WriteOptions { mode: WriteMode::Replace, if_match: None, expected_length: size };
        let handle = filesystem.open_write(session, path, options).await?;
        let upload = Arc::new(Upload {
            reference: URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()),
            part_length: PART.max(size.unwrap_or(0).div_ceil(u64::from(MOST_PARTS))),
            expires: self.clock.now().after(LIFETIME),
            session: session.clone(),
            path: path.clone(),
            handle: RwLock::new(Some(handle)),
        });
        self.open.lock().insert(upload.reference.clone(), Arc::clone(&upload));
        Ok(upload)
    }

    /// Lets go of uploads whose time or session is over, and refuses another one of somebody who has too many.
    fn make_room(&self, session: &Session) -> Result<()> {
        let now = self.clock.now();
        let mut open = self.open.lock();
        open.retain(|_, upload| now < upload.expires && upload.session.is_alive());
        let own = open.values().filter(|upload| upload.session.user() == session.user()).count();
        if own < MOST_PER_PERSON {
            return Ok(());
        }
        Err(Error::new(Kind::TooManyRequests, "Too many uploads are open: finish some first."))
    }

    /// The open upload of this name.
    ///
    /// # Errors
    /// There is none, or none any more.
    pub fn find(&self, reference: &str) -> Result<Arc<Upload>> {
        let upload = self.open.lock().get(reference).cloned();
        let now = self.clock.now();
        let open = upload.filter(|upload| now < upload.expires && upload.session.is_alive());
        open.ok_or_else(|| Error::new(Kind::NotFound, "There is no such upload: begin it anew."))
    }

    /// Makes the file visible.
    ///
    /// # Errors
    /// There is no such upload of this session to this path, it has another length than the client says, or it can't be
    /// committed; then it stays open.
    pub async fn finish(
        &self,
        session: &Session,
        reference: &str,
        path: &VPath,
        size: Option<u64>,
        modified: Option<Timestamp>,
    ) -> Result<Entry> {
        let upload = self.find(reference)?;
        if upload.session.user() != session.user() || upload.path != *path {
            return Err(Error::not_found());
        }
        let mut slot = upload.handle.write().await;
        let length = slot.as_ref().ok_or_else(Error::not_found)?.length();
        if size.is_some_and(|size| size != length) {
            return Err(Error::new(
                Kind::InvalidUploadOffset,
                format!("{length} bytes have come of {}: send the missing parts first.", size.unwrap_or(0)),
            ));
        }
        let handle = slot.take().ok_or_else(Error::not_found)?;
        self.open.lock().remove(reference);
        if let Some(modified) = modified {
            handle.set_modified(modified);
        }
        Ok(handle.commit().await?)
    }
}

impl Upload {
    /// The session that it belongs to.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// Writes a part. It may be sent again, and parts may come at the same time and in any order.
    ///
    /// # Errors
    /// The part is too long, has no such number, or can't be written.
    pub async fn write(&self, part: u32, body: Body) -> Result<u64> {
        if !(1..=MOST_PARTS).contains(&part) {
            return Err(Error::new(Kind::InvalidUploadOffset, format!("Parts have numbers from 1 to {MOST_PARTS}.")));
        }
        let slot = self.handle.read().await;
        let handle = slot.as_ref().ok_or_else(Error::not_found)?;
        let start = u64::from(part - 1) * self.part_length;
        body_to(handle, &self.session, start, Some(self.part_length), body).await
    }
}

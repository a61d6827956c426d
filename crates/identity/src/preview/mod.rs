//! Previews: what a directory pushes is done in a database of its own, so that an administrator sees what it would make
//! here before anything is. Directories only push; they can't be asked for a list. `docs/decisions/0008` says why it is done
//! so.
//!
//! **Architecture invariant:** while a connection is in preview, none of its requests changes this site's database but for
//! the SCIM log and the last use of its token: nobody gets in by it, and no name is taken.

mod report;
mod sandbox;
mod start;

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use keyfold_db::connections;
use keyfold_model::ConnectionId;
use tokio::sync::{Mutex, OwnedRwLockReadGuard};

pub use report::{Clash, ClashKind, PreviewReport};
use sandbox::Sandbox;
pub use start::{Clashing, Started};

use crate::{
    Directory, DirectoryClient, DirectoryConnection, Error, SignIns, SiteAdmin, Stage, act::Acts, session::Kept, target,
};

/// Previews of connections. Cheap to clone.
#[derive(Clone)]
pub struct Previews {
    pub(crate) acts: Acts,
    folder: Option<Arc<PathBuf>>,
    open: Arc<Mutex<HashMap<ConnectionId, Arc<Sandbox>>>>,
}

/// Where a request of a connection in preview is done instead.
pub struct Rehearsal {
    /// The people and groups that were pushed so far.
    pub directory: Directory,
    /// Nobody is signed in there.
    pub sign_ins: SignIns,
    /// The client, as it is known there.
    pub client: DirectoryClient,
    /// As long as a request holds this, the connection is not started.
    _held: OwnedRwLockReadGuard<()>,
}

impl Previews {
    /// Keeps what is pushed in files of this folder; without one, there is no preview.
    pub(crate) fn new(acts: Acts, folder: Option<PathBuf>) -> Self {
        Self { acts, folder: folder.map(Arc::new), open: Arc::default() }
    }

    /// Where this request is to be done: none where its connection is live, and it is done here.
    ///
    /// # Errors
    /// The database fails, or this server keeps no previews.
    pub async fn rehearse(&self, client: &DirectoryClient) -> Result<Option<Rehearsal>, Error> {
        if client.stage() == Stage::Live {
            return Ok(None);
        }
        let sandbox = self.sandbox(client.connection()).await?;
        let held = sandbox.enter().await;
        // The connection may have been started while the request waited.
        let row = connections::find(&mut *self.acts.db.read().await?, client.connection()).await?;
        let row = row.ok_or(Error::Ended)?;
        if !row.preview {
            return Ok(None);
        }
        sandbox.follow(row).await?;
        Ok(Some(Rehearsal {
            directory: Directory { acts: sandbox.acts.clone() },
            sign_ins: SignIns { acts: sandbox.acts.clone(), kept: Kept::default() },
            client: client.rehearsing(),
            _held: held,
        }))
    }

    /// Begins a preview: from now on the directory's requests are answered as if they were done.
    ///
    /// # Errors
    /// No such connection, or SCIM made people or groups by it already.
    pub async fn begin(&self, admin: &SiteAdmin, id: ConnectionId) -> Result<(), Error> {
        self.forget_sandbox(id).await?;
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let row = connections::lock(act.tx, id).await?.ok_or(Error::NotFound("connection"))?;
                    if connections::count_by_scim(act.tx.connection(), id).await? > 0 {
                        let why = "SCIM has made people or groups by it already, so there is nothing to preview";
                        return Err(Error::invalid("connection", why));
                    }
                    set_stage(&mut act, row, Stage::Preview, "connection_preview").await
                })
            })
            .await
    }

    /// Forgets what was pushed. The preview goes on, with nobody in it.
    ///
    /// # Errors
    /// The connection is not in preview.
    pub async fn forget(&self, _admin: &SiteAdmin, id: ConnectionId) -> Result<(), Error> {
        self.previewing(id).await?;
        self.forget_sandbox(id).await
    }

    /// Forgets what a connection that is gone has pushed.
    ///
    /// # Errors
    /// The files can't be deleted.
    pub async fn forget_deleted(&self, id: ConnectionId) -> Result<(), Error> {
        if self.folder.is_some() { self.forget_sandbox(id).await } else { Ok(()) }
    }

    /// The connection, where it is in preview.
    async fn previewing(&self, id: ConnectionId) -> Result<DirectoryConnection, Error> {
        let row = connections::find(&mut *self.acts.db.read().await?, id).await?;
        let connection = DirectoryConnection::from_row(row.ok_or(Error::NotFound("connection"))?)?;
        if connection.stage == Stage::Preview { Ok(connection) } else { Err(Error::NotFound("preview")) }
    }

    async fn sandbox(&self, id: ConnectionId) -> Result<Arc<Sandbox>, Error> {
        let folder = self.folder.as_ref().ok_or_else(|| Error::invalid("preview", "this server keeps none"))?;
        let mut open = self.open.lock().await;
        if let Some(sandbox) = open.get(&id) {
            return Ok(Arc::clone(sandbox));
        }
        let sandbox = Arc::new(Sandbox::open(folder, id, &self.acts).await?);
        open.insert(id, Arc::clone(&sandbox));
        Ok(sandbox)
    }

    async fn forget_sandbox(&self, id: ConnectionId) -> Result<(), Error> {
        let sandbox = self.sandbox(id).await?;
        let alone = sandbox.alone().await;
        self.open.lock().await.remove(&id);
        sandbox.remove().await?;
        drop(alone);
        Ok(())
    }
}

/// Writes the stage of a connection, and records it.
async fn set_stage(
    act: &mut crate::act::Act<'_>,
    row: connections::ConnectionRow,
    stage: Stage,
    action: &'static str,
) -> Result<(), Error> {
    let label = row.label.clone();
    let (id, version) = (row.id, row.version + 1);
    let preview = stage == Stage::Preview;
    connections::update(act.tx, &connections::ConnectionRow { preview, version, updated_at: act.now, ..row }).await?;
    let mut event = act.event(action);
    event.target = Some(target::of("connection", id, &label));
    act.record(event).await
}

//! The database in which a connection's requests are rehearsed.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use keyfold_audit::Log;
use keyfold_db::{
    Db, Durability,
    connections::{self, ConnectionRow},
    groups::{self, Group},
    memberships::{self, Origin},
    users::{self, User},
};
use keyfold_model::{ConnectionId, UserId};
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

use crate::{Error, LivePolicy, LiveSessions, act::Acts};

/// How many people are read at once.
const PAGE: i64 = 1_000;

pub(super) struct Sandbox {
    pub(super) acts: Acts,
    file: PathBuf,
    id: ConnectionId,
    gate: Arc<RwLock<()>>,
}

/// What the directory has pushed so far.
pub(super) struct Pushed {
    pub(super) people: Vec<User>,
    pub(super) groups: Vec<(Group, Vec<UserId>)>,
}

impl Sandbox {
    pub(super) async fn open(folder: &Path, id: ConnectionId, outside: &Acts) -> Result<Self, Error> {
        let unusable = |error: std::io::Error| Error::invalid("preview folder", error);
        std::fs::create_dir_all(folder).map_err(unusable)?;
        let file = folder.join(format!("connection-{id}.db"));
        let db = open_database(format!("sqlite://{}", file.display())).await?;
        let log = Log::new(db.clone(), "preview", Arc::clone(&outside.clock));
        let policy = LivePolicy::load(&db).await?;
        let acts = Acts { db, log, clock: Arc::clone(&outside.clock), policy, live: LiveSessions::default() };
        Ok(Self { acts, file, id, gate: Arc::default() })
    }

    /// Many requests are inside at once, and none while it is started or forgotten.
    pub(super) async fn enter(&self) -> OwnedRwLockReadGuard<()> {
        Arc::clone(&self.gate).read_owned().await
    }

    pub(super) async fn alone(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.gate).write_owned().await
    }

    /// Takes the connection over as it is outside: its rules count inside, too.
    pub(super) async fn follow(&self, outside: ConnectionRow) -> Result<(), Error> {
        let inside = connections::find(&mut *self.acts.db.read().await?, self.id).await?;
        if inside.as_ref().is_some_and(|inside| inside.version == outside.version) {
            return Ok(());
        }
        let row = ConnectionRow { preview: false, ..outside };
        self.acts
            .db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move {
                    match connections::lock(tx, row.id).await? {
                        Some(_) => connections::update(tx, &row).await,
                        None => connections::insert(tx, &row).await,
                    }
                })
            })
            .await
            .map_err(|error: keyfold_db::Error| error.into())
    }

    /// What was pushed, those left out whom the directory has deleted again.
    pub(super) async fn pushed(&self) -> Result<Pushed, Error> {
        let db = &mut *self.acts.db.read().await?;
        let mut people: Vec<User> = Vec::new();
        loop {
            let after = people.last().map_or(UserId(0), |user| user.id);
            let page = users::of_directories(db, after, PAGE).await?;
            if page.is_empty() {
                break;
            }
            people.extend(page);
        }
        people.retain(|user| user.deprovisioned_at.is_none());
        let mut pushed = Vec::new();
        for group in groups::of_connection(db, self.id).await? {
            let members = memberships::users_of_group(db, group.id, Origin::Scim).await?;
            pushed.push((group, members));
        }
        Ok(Pushed { people, groups: pushed })
    }

    /// Deletes it, with everything in it.
    pub(super) async fn remove(&self) -> Result<(), Error> {
        self.acts.db.close().await;
        for ending in ["", "-wal", "-shm"] {
            let file = PathBuf::from(format!("{}{ending}", self.file.display()));
            match std::fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::invalid("preview file", error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Opens the database on a thread of its own: migrations are not written so that any task may run them.
async fn open_database(url: String) -> Result<Db, Error> {
    let runtime = tokio::runtime::Handle::current();
    let opened = tokio::task::spawn_blocking(move || runtime.block_on(Db::open(&url)));
    Ok(opened.await.map_err(|_| Error::Interrupted)??)
}

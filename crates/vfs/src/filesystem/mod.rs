//! Everything one may do: the doors. Each file of this module holds those of one kind.

mod access;
mod arrange;
mod content;
mod copy;
mod fences;
mod look;
mod past;
mod room;
mod sweep;

use std::{path::PathBuf, sync::Arc};

use keyfold_audit::Log;
use keyfold_authz::View;
use keyfold_db::{Db, Durability};
use keyfold_identity::{LivePolicy, Session};
use keyfold_model::{Clock, Timestamp, UserId, VPath};
use quick_cache::sync::Cache;

pub use access::Granted;
pub use fences::Fenced;
pub use room::QuotaOf;
pub use sweep::Swept;

use crate::{
    Error, Refusal,
    admit::{Asker, FolderPermit, open_folder},
    blob::Store,
    error::store,
    quota::Quotas,
    tree::Tree,
    upload::Uploads,
};

/// How many people's views of the policy are kept ready.
const VIEWS: usize = 4096;

/// Whether an existing target is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// An existing one refuses the act.
    No,
    /// An existing file is replaced, in the same moment.
    Yes,
}

/// What a write does with what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteMode {
    /// The name must be free.
    CreateNew,
    /// Begins empty; replaces an existing file at commit.
    Replace,
    /// Begins with the existing content, or with what the same person staged under that name and did not finish; or empty.
    Update,
    /// As `Update`, and the file must be there (no `CREAT` flag).
    UpdateExisting,
}

/// How a file is opened for writing.
#[derive(Clone, Debug)]
pub struct WriteOptions {
    /// What happens to what is there.
    pub mode: WriteMode,
    /// The ETag that the existing file must have.
    pub if_match: Option<String>,
    /// How long the file will be, where the client said so: quota is reserved at once.
    pub expected_length: Option<u64>,
}

/// What a filesystem is made of.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Where the tree is.
    pub db: Db,
    /// Where acts are recorded.
    pub log: Log,
    /// Who may do what.
    pub policy: LivePolicy,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The folder of blobs (`data/blobs`): made if it is not there.
    pub blobs: PathBuf,
}

/// The filesystem. Cheap to clone.
#[derive(Clone)]
pub struct Filesystem(Arc<Inner>);

struct Inner {
    parts: Parts,
    tree: Tree,
    store: Store,
    quotas: Quotas,
    uploads: Uploads,
    views: Cache<UserId, Ready>,
}

/// A view of the policy of one epoch.
#[derive(Clone)]
struct Ready {
    epoch: u64,
    view: Arc<View>,
}

impl Filesystem {
    /// Opens the filesystem, and makes ready for resuming what a process that was killed left behind.
    ///
    /// # Errors
    /// The folder of blobs can't be made or written, or the database fails.
    pub async fn open(parts: Parts) -> Result<Self, Error> {
        let filesystem = Self::open_beside(parts).await?;
        filesystem.recover().await?;
        Ok(filesystem)
    }

    /// Opens the filesystem beside a server that may be running on it: for looking at. Nothing is recovered, as what looks
    /// left behind may be under way.
    ///
    /// # Errors
    /// As [`Filesystem::open`].
    pub async fn open_beside(parts: Parts) -> Result<Self, Error> {
        let folder = parts.blobs.clone();
        let blobs =
            crate::blob::blocking(move || Store::open(&folder)).await.map_err(store("opening the blob folder"))?;
        Ok(Self(Arc::new(Inner {
            tree: Tree::new(parts.db.clone()),
            store: blobs,
            quotas: Quotas::load(&parts.db).await?,
            uploads: Uploads::default(),
            views: Cache::new(VIEWS),
            parts,
        })))
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.parts.db
    }

    pub(crate) fn log(&self) -> &Log {
        &self.0.parts.log
    }

    pub(crate) fn policy(&self) -> &LivePolicy {
        &self.0.parts.policy
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    pub(crate) fn tree(&self) -> &Tree {
        &self.0.tree
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn quotas(&self) -> &Quotas {
        &self.0.quotas
    }

    pub(crate) fn uploads(&self) -> &Uploads {
        &self.0.uploads
    }

    /// The session with what its person reaches now.
    pub(crate) fn asker<'a>(&self, session: &'a Session) -> Result<Asker<'a>, Refusal> {
        let (user, epoch) = (session.user(), self.policy().epoch());
        let known = self.0.views.get(&user);
        let view = match &known {
            Some(ready) if ready.epoch == epoch => Arc::clone(&ready.view),
            Some(ready) => self.keep_view(epoch, ready.view.refresh(&self.policy().current())),
            None => self.keep_view(epoch, self.policy().current().view(user)),
        };
        Asker::new(session, view, epoch, self.now())
    }

    fn keep_view(&self, epoch: u64, view: View) -> Arc<View> {
        let view = Arc::new(view);
        self.0.views.insert(view.user(), Ready { epoch, view: Arc::clone(&view) });
        view
    }

    pub(crate) async fn admit_folder(&self, session: &Session, path: &VPath) -> Result<FolderPermit, Error> {
        open_folder(&self.asker(session)?, self.tree(), path).await
    }

    /// Records what can't be waited for: how something ended that was dropped.
    pub(crate) fn record_later(&self, event: keyfold_audit::Event) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let log = self.log().clone();
        runtime.spawn(async move {
            if let Err(error) = log.record(event, Durability::Process).await {
                tracing::error!(%error, "an end could not be recorded");
            }
        });
    }

    /// Refusals that someone may want to look into are on record; what a person just doesn't see is not.
    pub(crate) async fn record_denial<T>(
        &self,
        result: Result<T, Error>,
        event: impl FnOnce() -> keyfold_audit::Event,
    ) -> Result<T, Error> {
        if let Err(Error::Refused(
            refusal @ (Refusal::Lacks(_) | Refusal::NameHidden | Refusal::BlockedInside | Refusal::WouldBeInvisible),
        )) = &result
        {
            self.log().record(event().denied(refusal.failure_type()), Durability::Process).await?;
        }
        result
    }
}

//! The one writer of a node. Transactions that arrive while another commits are run one after the other, each undone
//! alone when it fails, and committed together: group commit. The order of commits is therefore one order, and hooks run
//! in it.
//!
//! The writer outlives what happens to it: a transaction that panics is undone and its caller told; a connection that is
//! lost is opened again, and what was in it is answered with an error, never silently tried twice.

mod batch;
mod job;
mod link;
mod tx;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use futures::future::BoxFuture;
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
};

use crate::{Engine, Error};
use batch::Batch;
use job::{Job, TypedJob};
pub use link::Link;
pub use tx::Tx;

/// How many transactions share one commit at the most.
const MAX_BATCH: usize = 64;
/// How many transactions may wait before callers wait to be let in.
const QUEUE: usize = 1024;

tokio::task_local! {
    /// Set while a transaction runs: one that asked for another would wait for itself.
    static INSIDE: ();
}

/// What a commit outlives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Durability {
    /// The end of this process, not a loss of power: for rows that record what is happening rather than what was promised.
    Process,
    /// A loss of power.
    Disk,
}

enum Request {
    Run(Box<dyn Job>),
    Close(oneshot::Sender<()>),
}

/// The handle by which transactions reach the writer. The writer ends when it is closed or the last handle is dropped.
#[derive(Clone, Debug)]
pub struct Writer {
    requests: mpsc::Sender<Request>,
    commits: Arc<AtomicU64>,
}

impl Writer {
    /// Starts the writer on an open link. SQLite writes on a thread of its own, which waits for the disk there.
    pub fn start(link: Link) -> Self {
        let (requests, queue) = mpsc::channel(QUEUE);
        let commits = Arc::new(AtomicU64::new(0));
        let engine = link.engine();
        let serving = serve(link, queue, Arc::clone(&commits));
        match engine {
            Engine::Sqlite => {
                let runtime = Handle::current();
                thread::spawn(move || runtime.block_on(serving));
            }
            Engine::Postgres => {
                tokio::spawn(serving);
            }
        }
        Self { requests, commits }
    }

    /// Runs `act` in a transaction and commits it.
    pub async fn run<T, E, F>(&self, durability: Durability, act: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        refuse_inside()?;
        let (reply, answer) = oneshot::channel();
        let job = Box::new(TypedJob::new(durability, act, reply));
        self.requests.send(Request::Run(job)).await.map_err(|_| E::from(Error::Closed))?;
        answer.await.unwrap_or_else(|_| Err(E::from(Error::Closed)))
    }

    /// Commits what waits, refuses what comes after, and closes the connection.
    pub async fn close(&self) {
        let (reply, closed) = oneshot::channel();
        if self.requests.send(Request::Close(reply)).await.is_ok() {
            drop(closed.await);
        }
    }

    /// How many commits there were.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }
}

/// # Errors
/// The caller is inside a transaction, which would wait for itself.
pub fn refuse_inside() -> Result<(), Error> {
    match INSIDE.try_with(|()| ()) {
        Ok(()) => Err(Error::Nested),
        Err(_) => Ok(()),
    }
}

async fn serve(mut link: Link, mut queue: mpsc::Receiver<Request>, commits: Arc<AtomicU64>) {
    let mut requests = Vec::with_capacity(MAX_BATCH);
    let mut closers = Vec::new();
    while queue.recv_many(&mut requests, MAX_BATCH).await > 0 {
        let mut jobs = Vec::with_capacity(requests.len());
        for request in requests.drain(..) {
            match request {
                Request::Run(job) => jobs.push(job),
                Request::Close(reply) => {
                    queue.close();
                    closers.push(reply);
                }
            }
        }
        if !jobs.is_empty() {
            INSIDE.scope((), Batch::new(jobs).run(&mut link, &commits)).await;
        }
    }
    link.close().await;
    for closer in closers {
        // One that no longer listens has nothing left to wait for.
        let _ = closer.send(());
    }
}

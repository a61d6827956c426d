//! The one writer of a node. Transactions that arrive while another commits are run one after the other, each under a
//! savepoint, and committed together: group commit. The order of commits is therefore one order, and hooks run in it.

use futures::future::BoxFuture;
use sqlx::AnyConnection;
use tokio::sync::{mpsc, oneshot};

use crate::{Engine, Error};

/// How many transactions share one commit at the most.
const MAX_BATCH: usize = 64;

/// What a commit outlives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Durability {
    /// The end of this process, not a loss of power: for rows that record what is happening rather than what was promised.
    Process,
    /// A loss of power.
    Disk,
}

/// A transaction in progress.
pub struct Tx {
    connection: AnyConnection,
    hooks: Vec<Box<dyn FnOnce() + Send>>,
}

impl Tx {
    /// The connection inside the transaction.
    pub const fn connection(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }

    /// Runs `hook` right after the commit, before the caller hears of it and before any later transaction begins; not at
    /// all if the transaction is undone. It runs on the writer: it must be quick and must not wait.
    pub fn on_commit(&mut self, hook: impl FnOnce() + Send + 'static) {
        self.hooks.push(Box::new(hook));
    }
}

/// One transaction waiting for its turn, with its type hidden.
trait Job: Send {
    fn durability(&self) -> Durability;
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, Success>;
    fn finish(self: Box<Self>, commit: Result<(), Error>);
}

/// Whether a job's changes stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Success {
    Keep,
    Undo,
}

struct TypedJob<T, E, F> {
    durability: Durability,
    act: Option<F>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for TypedJob<T, E, F>
where
    T: Send,
    E: From<Error> + Send,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send,
{
    fn durability(&self) -> Durability {
        self.durability
    }

    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, Success> {
        Box::pin(async move {
            let Some(act) = self.act.take() else { return Success::Undo };
            let result = act(tx).await;
            let success = if result.is_ok() { Success::Keep } else { Success::Undo };
            self.result = Some(result);
            success
        })
    }

    fn finish(self: Box<Self>, commit: Result<(), Error>) {
        let answer = match (self.result, commit) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(E::from(error)),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(E::from(Error::Closed)),
        };
        // A caller that no longer listens still has its transaction committed: it asked for it.
        drop(self.reply.send(answer));
    }
}

/// The handle by which transactions reach the writer.
#[derive(Clone, Debug)]
pub struct Writer {
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the writer on this connection. It ends when the last handle is dropped.
    pub fn start(engine: Engine, connection: AnyConnection) -> Self {
        let (jobs, queue) = mpsc::channel(1024);
        tokio::spawn(serve(engine, Tx { connection, hooks: Vec::new() }, queue));
        Self { jobs }
    }

    pub async fn run<T, E, F>(&self, durability: Durability, act: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = TypedJob { durability, act: Some(act), result: None, reply };
        self.jobs.send(Box::new(job)).await.map_err(|_| E::from(Error::Closed))?;
        answer.await.unwrap_or_else(|_| Err(E::from(Error::Closed)))
    }
}

async fn serve(engine: Engine, mut tx: Tx, mut queue: mpsc::Receiver<Box<dyn Job>>) {
    let mut synchronous = Durability::Disk;
    let mut batch = Vec::with_capacity(MAX_BATCH);
    while queue.recv_many(&mut batch, MAX_BATCH).await > 0 {
        let wanted = batch.iter().map(|job| job.durability()).max().unwrap_or(Durability::Disk);
        let outcome = commit_together(engine, &mut tx, &mut batch, wanted, &mut synchronous).await;
        if let Err(error) = &outcome {
            tracing::error!(%error, "a group of transactions was undone");
            tx.hooks.clear();
            drop(sqlx::raw_sql("ROLLBACK").execute(&mut tx.connection).await);
        }
        for hook in tx.hooks.drain(..) {
            hook();
        }
        let failed = outcome.err().map(|error| error.to_string());
        for job in batch.drain(..) {
            job.finish(match &failed {
                None => Ok(()),
                Some(cause) => Err(Error::Statement(sqlx::Error::Protocol(cause.clone()))),
            });
        }
    }
}

async fn commit_together(
    engine: Engine,
    tx: &mut Tx,
    batch: &mut [Box<dyn Job>],
    wanted: Durability,
    synchronous: &mut Durability,
) -> Result<(), sqlx::Error> {
    if engine == Engine::Sqlite && *synchronous != wanted {
        let pragma = match wanted {
            Durability::Process => "PRAGMA synchronous = NORMAL",
            Durability::Disk => "PRAGMA synchronous = FULL",
        };
        sqlx::raw_sql(pragma).execute(&mut tx.connection).await?;
        *synchronous = wanted;
    }
    let begin = match engine {
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgres => "BEGIN",
    };
    sqlx::raw_sql(begin).execute(&mut tx.connection).await?;
    for job in batch.iter_mut() {
        sqlx::raw_sql("SAVEPOINT act").execute(&mut tx.connection).await?;
        let hooks_before = tx.hooks.len();
        let end = match job.run(tx).await {
            Success::Keep => "RELEASE SAVEPOINT act",
            Success::Undo => {
                tx.hooks.truncate(hooks_before);
                "ROLLBACK TO SAVEPOINT act; RELEASE SAVEPOINT act"
            }
        };
        sqlx::raw_sql(end).execute(&mut tx.connection).await?;
    }
    sqlx::raw_sql("COMMIT").execute(&mut tx.connection).await?;
    Ok(())
}

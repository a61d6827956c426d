//! Transactions that are committed together.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use super::{
    Durability, Tx,
    job::{Job, Verdict},
    link::Link,
};
use crate::{Engine, Error, sql};

/// Some jobs, and what the engine said of each; `None` is nothing wrong so far.
pub struct Batch {
    jobs: Vec<Box<dyn Job>>,
    failures: Vec<Option<Error>>,
}

impl Batch {
    pub fn new(jobs: Vec<Box<dyn Job>>) -> Self {
        Self { failures: jobs.iter().map(|_| None).collect(), jobs }
    }

    /// Runs and commits the jobs, runs their hooks, and answers their callers, in this order.
    pub async fn run(mut self, link: &mut Link, commits: &AtomicU64) {
        let durability = self.jobs.iter().map(|job| job.durability()).max().unwrap_or(Durability::Disk);
        match link.begin(durability).await {
            Err(Error::Unavailable { source }) => self.fail_all(|| Error::Unavailable { source: Arc::clone(&source) }),
            Err(_) => self.fail_all(|| Error::Closed),
            Ok(connection) => self.run_begun(link, Tx::new(connection), commits).await,
        }
        for (job, failure) in self.jobs.into_iter().zip(self.failures) {
            job.finish(failure.map_or(Ok(()), Err));
        }
    }

    async fn run_begun(&mut self, link: &mut Link, mut tx: Tx, commits: &AtomicU64) {
        match self.run_and_commit(link.engine(), &mut tx).await {
            Ok(()) => {
                commits.fetch_add(1, Ordering::Relaxed);
                tx.run_hooks();
                link.give_back(tx.into_connection());
            }
            Err(error) => {
                tracing::error!(%error, transactions = self.jobs.len(), "a commit failed");
                let source = Arc::new(error);
                self.fail_all(|| Error::Commit { source: Arc::clone(&source) });
                let mut connection = tx.into_connection();
                // A connection that can't even do this is lost, or its state unknown: the next batch opens another.
                if connection.script("ROLLBACK").await.is_ok() {
                    link.give_back(connection);
                }
            }
        }
    }

    async fn run_and_commit(&mut self, engine: Engine, tx: &mut Tx) -> Result<(), sql::Error> {
        if let [job] = self.jobs.as_mut_slice() {
            return run_alone(engine, tx, job.as_mut()).await;
        }
        for (job, failure) in self.jobs.iter_mut().zip(&mut self.failures) {
            *failure = run_in_savepoint(tx, job.as_mut()).await?;
        }
        tx.connection().script("COMMIT").await?;
        Ok(())
    }

    fn fail_all(&mut self, error: impl Fn() -> Error) {
        for failure in &mut self.failures {
            failure.get_or_insert_with(&error);
        }
    }
}

/// A job that has the transaction to itself needs no savepoint.
async fn run_alone(engine: Engine, tx: &mut Tx, job: &mut dyn Job) -> Result<(), sql::Error> {
    let end = match (job.run(tx).await, engine) {
        (Verdict::Undo, _) => {
            tx.forget_hooks_after(0);
            "ROLLBACK"
        }
        (Verdict::Keep, Engine::Sqlite) => "COMMIT",
        // PostgreSQL takes a COMMIT of a transaction in which a statement failed, undoes it and reports success. A
        // statement before it, in the same message, fails then.
        (Verdict::Keep, Engine::Postgres) => "SELECT 1; COMMIT",
    };
    tx.connection().script(end).await?;
    Ok(())
}

/// One of several jobs: what it did can be undone without the others. Returns what is wrong with this job alone; an
/// error is one of the whole transaction.
async fn run_in_savepoint(tx: &mut Tx, job: &mut dyn Job) -> Result<Option<Error>, sql::Error> {
    let hooks_before = tx.hooks();
    tx.connection().script("SAVEPOINT act").await?;
    let failure = match job.run(tx).await {
        Verdict::Undo => None,
        // PostgreSQL refuses where a statement failed and the job went on regardless.
        Verdict::Keep => match tx.connection().script("RELEASE SAVEPOINT act").await {
            Ok(_) => return Ok(None),
            Err(error) => Some(Error::Commit { source: Arc::new(error) }),
        },
    };
    tx.forget_hooks_after(hooks_before);
    tx.connection().script("ROLLBACK TO SAVEPOINT act; RELEASE SAVEPOINT act").await?;
    Ok(failure)
}

//! One transaction waiting for its turn.

use std::panic::AssertUnwindSafe;

use futures::{FutureExt as _, future::BoxFuture};
use tokio::sync::oneshot;

use super::{Durability, Tx};
use crate::Error;

/// A transaction with its type hidden.
pub trait Job: Send {
    /// What its commit must outlive.
    fn durability(&self) -> Durability;

    /// Runs its code, and keeps the result for [`Job::finish`].
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, Verdict>;

    /// Answers the caller: with its own error if it had one, else with that of the engine, else with its value.
    fn finish(self: Box<Self>, outcome: Result<(), Error>);
}

/// Whether a job's changes stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Keep,
    Undo,
}

pub struct TypedJob<T, E, F> {
    durability: Durability,
    act: Option<F>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> TypedJob<T, E, F> {
    pub const fn new(durability: Durability, act: F, reply: oneshot::Sender<Result<T, E>>) -> Self {
        Self { durability, act: Some(act), result: None, reply }
    }
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

    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, Verdict> {
        Box::pin(async move {
            let Some(act) = self.act.take() else { return Verdict::Undo };
            // What a panic leaves half done is in the database alone, and is undone there.
            let run = AssertUnwindSafe(async move { act(tx).await }).catch_unwind();
            let result = run.await.unwrap_or_else(|_| Err(E::from(Error::Panicked)));
            let verdict = if result.is_ok() { Verdict::Keep } else { Verdict::Undo };
            self.result = Some(result);
            verdict
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), Error>) {
        let answer = match (self.result, outcome) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(E::from(error)),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(E::from(Error::Closed)),
        };
        // A caller that no longer listens still has its transaction committed: it asked for it.
        drop(self.reply.send(answer));
    }
}

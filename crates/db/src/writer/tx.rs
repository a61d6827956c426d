//! What a transaction's code holds.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::Connection;

/// A transaction in progress.
pub struct Tx {
    connection: Connection,
    hooks: Vec<Box<dyn FnOnce() + Send>>,
}

impl Tx {
    pub(super) const fn new(connection: Connection) -> Self {
        Self { connection, hooks: Vec::new() }
    }

    /// The connection inside the transaction.
    pub const fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Runs `hook` right after the commit, before the caller hears of it and before any later transaction begins; not at
    /// all if the transaction is undone. It runs on the writer: it must be quick and must not wait.
    pub fn on_commit(&mut self, hook: impl FnOnce() + Send + 'static) {
        self.hooks.push(Box::new(hook));
    }

    pub(super) fn hooks(&self) -> usize {
        self.hooks.len()
    }

    /// Forgets the hooks of a transaction that was undone.
    pub(super) fn forget_hooks_after(&mut self, kept: usize) {
        self.hooks.truncate(kept);
    }

    /// A hook that panics must take down neither the writer nor the hooks after it: what they follow is committed.
    pub(super) fn run_hooks(&mut self) {
        for hook in self.hooks.drain(..) {
            if catch_unwind(AssertUnwindSafe(hook)).is_err() {
                tracing::error!("a hook panicked after a commit");
            }
        }
    }

    pub(super) fn into_connection(self) -> Connection {
        self.connection
    }
}

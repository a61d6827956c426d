//! An answer that is made inside the transaction of what it tells of, so that its row in the log is written there, too.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use keyfold_identity::{DirectoryClient, Outcome};
use keyfold_model::Clock;
use serde_json::Value;

use super::{
    answer::{Answer, Logged},
    log::{self, Arrival},
};

/// What the row of a request tells beside its answer.
#[derive(Clone)]
pub struct Journal {
    /// The id of the row.
    pub id: i64,
    /// When, how and from where the request came.
    pub arrival: Arrival,
    /// The body.
    pub sent: Option<Arc<Value>>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

/// The answer, once its act has made it.
#[derive(Clone, Default)]
pub struct Draft(Arc<Mutex<Option<Answer>>>);

impl Draft {
    /// The answer, if its act made one, committed with its row.
    pub fn take(&self) -> Option<Answer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// A client whose act makes this answer of what it did, and writes its row. Without a journal, as for a part of a bulk
    /// request, and where `answer` makes none before the commit, it is made and logged afterwards.
    pub fn client(
        &self,
        client: &DirectoryClient,
        journal: Option<Journal>,
        answer: impl FnOnce(Outcome<'_>) -> Option<Answer> + Send + 'static,
    ) -> DirectoryClient {
        let Some(journal) = journal else { return client.clone() };
        let (draft, own) = (self.clone(), client.clone());
        client.with_log_row(journal.id, move |outcome| {
            let mut answer = answer(outcome)?;
            let duration: Duration = journal.clock.now().since(journal.arrival.at);
            let entry = log::entry(&journal.arrival, Some(&own), journal.sent.as_deref(), &answer, duration);
            answer.logged = Logged::WithItsAct;
            *draft.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            Some(entry)
        })
    }
}

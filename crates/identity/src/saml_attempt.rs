//! The last answers of each directory, taken or refused: what an administrator looks at when a sign-in does not work.

use keyfold_db::{
    Durability,
    saml_attempts::{self, SamlAttempt},
};
use keyfold_model::{ConnectionId, SamlAttemptId, UserId};

use crate::{Error, Origin, act::Acts};

/// How many are kept of each connection.
const KEPT: i64 = 10;

/// Kept answers of directories. Cheap to clone.
#[derive(Clone)]
pub struct SamlAttempts {
    pub(crate) acts: Acts,
}

/// An answer that just came.
#[derive(Clone, Debug)]
pub struct NewSamlAttempt {
    /// Whose answer it was, or claimed to be.
    pub connection: ConnectionId,
    /// The check that refused it; nothing where somebody was signed in.
    pub failure_type: Option<String>,
    /// What would have passed.
    pub expected: Option<String>,
    /// What was there instead.
    pub found: Option<String>,
    /// Whom it was about, once that was verified.
    pub name_id: Option<String>,
    /// Who was signed in.
    pub user: Option<UserId>,
    /// The XML, masked.
    pub xml: Option<String>,
}

impl SamlAttempts {
    /// Keeps an answer, and lets the oldest go. The row is as durable as the process: strangers can send many.
    ///
    /// # Errors
    /// The database fails.
    pub async fn keep(&self, new: NewSamlAttempt, origin: &Origin) -> Result<(), Error> {
        let attempt = SamlAttempt {
            id: SamlAttemptId(self.acts.db.next_id().await?),
            connection: new.connection,
            created_at: self.acts.clock.now(),
            failure_type: new.failure_type,
            expected: new.expected,
            found: new.found,
            name_id: new.name_id,
            user: new.user,
            remote_ip: origin.remote_ip.to_canonical().to_string(),
            client: origin.client.clone(),
            xml: new.xml,
        };
        self.acts
            .db
            .write(Durability::Process, move |tx| {
                Box::pin(async move { Ok::<_, Error>(saml_attempts::insert(tx, &attempt, KEPT).await?) })
            })
            .await
    }

    /// What is kept of a connection, newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_connection(&self, connection: ConnectionId) -> Result<Vec<SamlAttempt>, Error> {
        Ok(saml_attempts::of_connection(&mut *self.acts.db.read().await?, connection).await?)
    }

    /// One answer.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, id: SamlAttemptId) -> Result<Option<SamlAttempt>, Error> {
        Ok(saml_attempts::find(&mut *self.acts.db.read().await?, id).await?)
    }
}

//! SAML requests that wait for their answer, and answers that were taken: each once, on every node.

use std::time::Duration;

use keyfold_db::{
    Durability,
    saml_requests::{self, SamlRequest},
};
use keyfold_model::{ConnectionId, Secret, Timestamp};

use crate::{
    Error,
    act::Acts,
    token::{self, Token},
};

/// How long a person has to sign in at their directory.
const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// SAML requests. Cheap to clone.
#[derive(Clone)]
pub struct SamlRequests {
    pub(crate) acts: Acts,
}

/// A request that was just begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The request's ID, an XML name: what `InResponseTo` must repeat.
    pub id: String,
    /// The value of the cookie that binds it to this browser.
    pub cookie: Secret<String>,
    /// From then on no answer is taken.
    pub expires_at: Timestamp,
}

/// Whether an assertion was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum AssertionUse {
    /// It is here for the first time.
    First,
    /// It was taken before: a replay.
    Replay,
}

impl SamlRequests {
    /// Begins a request through a connection. `relay_state` is where the person wants to go: a path of this site.
    ///
    /// # Errors
    /// The database fails.
    pub async fn begin(&self, connection: ConnectionId, relay_state: Option<String>) -> Result<Begun, Error> {
        let now = self.acts.clock.now();
        let cookie = Token::generate("")?;
        let begun = Begun {
            id: format!("_{}", hex::encode(token::random_bytes()?)),
            cookie: cookie.secret,
            expires_at: now.after(LIFETIME),
        };
        let row = SamlRequest {
            id: begun.id.clone(),
            connection,
            cookie_hash: cookie.hash,
            relay_state,
            created_at: now,
            expires_at: begun.expires_at,
        };
        self.acts
            .db
            .write(Durability::Process, move |tx| {
                Box::pin(async move {
                    saml_requests::insert(tx, &row).await?;
                    Ok::<_, Error>(())
                })
            })
            .await?;
        Ok(begun)
    }

    /// The request of this ID, if its time is not over. It still waits afterwards.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, id: &str) -> Result<Option<SamlRequest>, Error> {
        let request = saml_requests::find(&mut *self.acts.db.read().await?, id).await?;
        Ok(request.filter(|request| self.acts.clock.now() < request.expires_at))
    }

    /// Takes the request out for its answer: for one caller, in the browser that began it, in time. None for all others.
    ///
    /// # Errors
    /// The database fails.
    pub async fn finish(&self, id: &str, cookie: &Secret<String>) -> Result<Option<SamlRequest>, Error> {
        let (id, hash, now) = (id.to_owned(), token::hash(cookie.expose()), self.acts.clock.now());
        self.acts
            .db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move { Ok::<_, Error>(saml_requests::take(tx, &id, &hash, now).await?) })
            })
            .await
    }

    /// Takes an assertion, which is good once until `expires_at`.
    ///
    /// # Errors
    /// The database fails.
    pub async fn use_assertion(
        &self,
        connection: ConnectionId,
        assertion_id: &str,
        expires_at: Timestamp,
    ) -> Result<AssertionUse, Error> {
        let id = assertion_id.to_owned();
        let first = self
            .acts
            .db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move {
                    Ok::<_, Error>(saml_requests::remember_assertion(tx, connection, &id, expires_at).await?)
                })
            })
            .await?;
        Ok(if first { AssertionUse::First } else { AssertionUse::Replay })
    }
}

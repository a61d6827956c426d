//! SAML requests that wait for their answer, and answers that were taken: each once, on every node.

use std::time::Duration;

use keyfold_db::{
    Durability, Tx,
    saml_requests::{self, RequestOrigin, SamlRequest},
};
use keyfold_model::{ConnectionId, Secret, Timestamp};

use crate::{
    Error,
    act::Acts,
    token::{self, Token},
};

/// How long a person has to sign in at their directory.
const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// How long ago a request on a tile may have begun to count as one of a circle.
const TILE_MEMORY: Duration = Duration::from_secs(60);

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

/// A verified assertion that answers a request.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The request that it answers.
    pub request_id: &'a str,
    /// The cookie of the browser that brings it.
    pub cookie: Option<&'a Secret<String>>,
    /// Whose assertion it is.
    pub connection: ConnectionId,
    /// Its ID.
    pub assertion_id: &'a str,
    /// Until when the ID has to be remembered.
    pub expires_at: Timestamp,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Answered {
    /// It was taken; this was the request.
    Taken(SamlRequest),
    /// The assertion was taken before.
    Replay,
    /// No such request waits: it was answered, it was swept away, or it was never begun.
    NotAsked,
    /// The request's time is over.
    Expired,
    /// Another browser began the request.
    OtherBrowser,
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
    /// Begins a request through a connection. `relay_state` is where the person wants to go: a path of this site. A browser
    /// that has a cookie keeps it, so that it can sign in in several tabs at once.
    ///
    /// # Errors
    /// The database fails.
    pub async fn begin(
        &self,
        connection: ConnectionId,
        relay_state: Option<String>,
        cookie: Option<Secret<String>>,
        origin: RequestOrigin,
    ) -> Result<Begun, Error> {
        let now = self.acts.clock.now();
        let cookie = match cookie.filter(|cookie| cookie.expose().len() == token::TEXT_LENGTH) {
            Some(cookie) => cookie,
            None => Token::generate("")?.secret,
        };
        let begun =
            Begun { id: format!("_{}", hex::encode(token::random_bytes()?)), cookie, expires_at: now.after(LIFETIME) };
        let row = SamlRequest {
            id: begun.id.clone(),
            connection,
            cookie_hash: token::hash(begun.cookie.expose()),
            relay_state,
            created_at: now,
            expires_at: begun.expires_at,
            origin,
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

    /// The value of a browser's cookie, for one that has none yet.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn new_cookie(&self) -> Result<Secret<String>, Error> {
        Ok(Token::generate("")?.secret)
    }

    /// How many requests that began on the tile of a portal a moment ago still wait in this browser. A directory that
    /// answers each of them without saying which one it answers would send the browser round in circles.
    ///
    /// # Errors
    /// The database fails.
    pub async fn recent_tiles(&self, connection: ConnectionId, cookie: &Secret<String>) -> Result<i64, Error> {
        let since = self.acts.clock.now().before(TILE_MEMORY);
        let hash = token::hash(cookie.expose());
        let db = &mut *self.acts.db.read().await?;
        Ok(saml_requests::count_recent_tiles(db, connection, &hash, since).await?)
    }

    /// The request of this ID, if its time is not over. It still waits afterwards.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, id: &str) -> Result<Option<SamlRequest>, Error> {
        let request = saml_requests::find(&mut *self.acts.db.read().await?, id).await?;
        Ok(request.filter(|request| self.acts.clock.now() < request.expires_at))
    }

    /// Takes an answer, and with it the request out: once, in the browser that began it, in time. One transaction, so that of
    /// many that come at once, on any node, one is taken.
    ///
    /// # Errors
    /// The database fails.
    pub async fn answer(&self, answer: Answer<'_>) -> Result<Answered, Error> {
        let now = self.acts.clock.now();
        let (id, assertion) = (answer.request_id.to_owned(), answer.assertion_id.to_owned());
        let hash = answer.cookie.map(|cookie| token::hash(cookie.expose()));
        let (connection, expires_at) = (answer.connection, answer.expires_at);
        self.acts
            .db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move {
                    let taken = match hash {
                        Some(hash) => saml_requests::take(tx, &id, &hash, now).await?,
                        None => None,
                    };
                    let Some(request) = taken.filter(|request| request.connection == connection) else {
                        return why_not(tx, &id, connection, &assertion, now).await;
                    };
                    let first = saml_requests::remember_assertion(tx, connection, &assertion, expires_at).await?;
                    Ok(if first { Answered::Taken(request) } else { Answered::Replay })
                })
            })
            .await
    }

    /// Takes an assertion that answers no request, which is good once until `expires_at`.
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

/// Why no request could be taken out.
async fn why_not(
    tx: &mut Tx,
    id: &str,
    connection: ConnectionId,
    assertion: &str,
    now: Timestamp,
) -> Result<Answered, Error> {
    if saml_requests::is_remembered(tx.connection(), connection, assertion).await? {
        return Ok(Answered::Replay);
    }
    let waiting = saml_requests::find(tx.connection(), id).await?;
    Ok(match waiting.filter(|request| request.connection == connection) {
        None => Answered::NotAsked,
        Some(request) if request.expires_at <= now => Answered::Expired,
        Some(_) => Answered::OtherBrowser,
    })
}

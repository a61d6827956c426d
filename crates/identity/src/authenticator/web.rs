//! Browsers: a cookie stands for a sign-in that was proven before.

use std::time::Duration;

use keyfold_db::{
    Durability,
    saml_sessions::SamlSession,
    users,
    users::User,
    web_sessions::{self, WebSession},
};
use keyfold_model::{Secret, SessionId, Timestamp};
use subtle::ConstantTimeEq as _;

use super::{Authenticator, arrival::Arrival};
use crate::{
    Denial, Error, Origin, Session,
    session::Credential,
    token::{self, Token},
};

/// How long a browser may be idle.
pub(crate) const IDLE: Duration = Duration::from_secs(2 * 3600);
/// How long a browser stays signed in at the most.
const ABSOLUTE: Duration = Duration::from_secs(24 * 3600);
/// How exactly the last use is kept in the database.
const SEEN_EVERY: Duration = Duration::from_secs(60);

/// What a directory said with the answer that begins a web session.
pub(super) struct Provenance {
    /// When the session has to end at the latest.
    pub(super) until: Option<Timestamp>,
    /// By which names the directory knows it.
    pub(super) session: SamlSession,
}

/// A browser that is signed in.
#[derive(Clone, Debug)]
pub struct WebSignIn {
    /// The session.
    pub session: Session,
    /// What must come with each change that a cookie stands for.
    csrf: String,
}

impl WebSignIn {
    /// The CSRF token, for the page.
    #[must_use]
    pub fn csrf_token(&self) -> &str {
        &self.csrf
    }

    /// Whether this is the CSRF token, in constant time.
    #[must_use]
    pub fn csrf_matches(&self, token: &str) -> bool {
        self.csrf.as_bytes().ct_eq(token.as_bytes()).into()
    }
}

impl Authenticator {
    /// Signs a browser in with a login name and a password. Returns the value of its cookie, shown once.
    ///
    /// # Errors
    /// Why not. A wrong name and a wrong password look alike and take the same time.
    pub async fn web_password(
        &self,
        login: &str,
        password: Secret<String>,
        origin: Origin,
    ) -> Result<(WebSignIn, Secret<String>), Denial> {
        let user = self.check_password(login, password, &origin).await?;
        self.begin_web(user, Credential::Password, origin, None).await
    }

    /// The sign-in that a cookie stands for. One session serves all requests of a browser.
    ///
    /// # Errors
    /// The cookie is unknown, its time is over, or the person was switched off.
    pub async fn web_cookie(&self, cookie: &Secret<String>, origin: Origin) -> Result<WebSignIn, Denial> {
        let now = self.acts.clock.now();
        let hash = token::hash(cookie.expose());
        let mut connection = self.acts.db.read().await?;
        let row = web_sessions::find_by_hash(&mut connection, &hash).await?.ok_or(Denial::UnknownUser)?;
        if row.idle_expires_at <= now || row.expires_at <= now {
            return Err(Denial::Expired);
        }
        let session = match self.kept.find(&hash, now) {
            Some(session) => session,
            None => {
                let user = users::find(&mut connection, row.user).await?.ok_or(Denial::UnknownUser)?;
                drop(connection);
                self.resume_web(hash, user, &row, origin).await?
            }
        };
        if now.since(row.last_seen_at) >= SEEN_EVERY {
            let id = row.id;
            self.acts
                .db
                .write(Durability::Process, move |tx| {
                    Box::pin(async move { web_sessions::seen(tx, id, now, now.after(IDLE)).await })
                })
                .await
                .map_err(Error::from)?;
        }
        Ok(WebSignIn { session, csrf: row.csrf_secret })
    }

    async fn resume_web(&self, hash: String, user: User, row: &WebSession, origin: Origin) -> Result<Session, Denial> {
        if user.access_epoch != row.access_epoch {
            return Err(Denial::Disabled);
        }
        let mut arrival = Arrival::of_person(user, Credential::Cookie, origin);
        arrival.expires_at = Some(row.expires_at);
        arrival.web = Some(row.clone());
        let session = self.resume(arrival).await?;
        Ok(self.kept.keep(hash, &session, self.acts.clock.now(), IDLE))
    }

    /// Makes the session of a browser and its cookie.
    pub(super) async fn begin_web(
        &self,
        user: User,
        credential: Credential,
        origin: Origin,
        provenance: Option<Provenance>,
    ) -> Result<(WebSignIn, Secret<String>), Denial> {
        let now = self.acts.clock.now();
        let cookie = Token::generate("")?;
        let csrf = hex::encode(token::random_bytes()?);
        let longest = now.after(ABSOLUTE);
        let until = provenance.as_ref().and_then(|provenance| provenance.until);
        let id = SessionId::generate();
        let row = WebSession {
            id,
            token_hash: cookie.hash.clone(),
            user: user.id,
            access_epoch: user.access_epoch,
            csrf_secret: csrf.clone(),
            remote_ip: origin.remote_ip.to_canonical().to_string(),
            client: origin.client.clone(),
            created_at: now,
            last_seen_at: now,
            idle_expires_at: now.after(IDLE),
            expires_at: until.map_or(longest, |until| until.min(longest)),
        };
        let mut arrival = Arrival::of_person(user, credential, origin);
        arrival.expires_at = Some(row.expires_at);
        arrival.web = Some(row);
        arrival.saml = provenance.map(|provenance| SamlSession { session: id, ..provenance.session });
        let session = self.begin(arrival).await?;
        let session = self.kept.keep(cookie.hash, &session, now, IDLE);
        Ok((WebSignIn { session, csrf }, cookie.secret))
    }
}

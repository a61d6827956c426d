//! Browsers: a cookie stands for a sign-in that was proven before.

use std::time::Duration;

use keyfold_db::{
    Durability,
    saml_sessions::SamlSession,
    users,
    users::User,
    web_sessions::{self, WebSession},
};
use keyfold_model::{Secret, SessionId};
use subtle::ConstantTimeEq as _;

use super::{
    Authenticator, DirectorySession,
    arrival::Arrival,
    candidate::{Candidate, FirstProof, Provenance},
};
use crate::{
    Denial, Error, Origin, Session,
    session::{Credential, SecondProof},
    sign_in_policy::SignInPolicy,
    token::{self, Token},
};

/// How long the session of an idle browser is kept in memory. When it ends stands in the database.
const IDLE: Duration = Duration::from_secs(2 * 3600);
/// How exactly the last use is kept in the database.
const SEEN_EVERY: Duration = Duration::from_secs(60);

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
            let policy = SignInPolicy::load(&mut *self.acts.db.read().await?).await?;
            let idle_expires_at = now.after(minutes(policy.session_idle_minutes));
            self.acts
                .db
                .write(Durability::Process, move |tx| {
                    Box::pin(async move { web_sessions::seen(tx, id, now, idle_expires_at).await })
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
        arrival.second = row.factor.as_deref().and_then(SecondProof::from_name);
        arrival.web = Some(row.clone());
        let session = self.resume(arrival).await?;
        Ok(self.kept.keep(hash, &session, self.acts.clock.now(), IDLE))
    }

    /// Makes the session of a browser and its cookie.
    pub(super) async fn begin_web(&self, candidate: Candidate) -> Result<(WebSignIn, Secret<String>), Denial> {
        let now = self.acts.clock.now();
        let policy = SignInPolicy::load(&mut *self.acts.db.read().await?).await?;
        let cookie = Token::generate("")?;
        let csrf = hex::encode(token::random_bytes()?);
        let longest = now.after(minutes(policy.session_minutes));
        let id = SessionId::generate();
        let (until, saml) = match &candidate.first {
            FirstProof::Saml(provenance) => (provenance.session.not_on_or_after, Some(saml_session(provenance, id))),
            FirstProof::Password | FirstProof::PublicKey { .. } | FirstProof::Certificate { .. } => (None, None),
        };
        let mut arrival = candidate.into_arrival();
        let row = WebSession {
            id,
            token_hash: cookie.hash.clone(),
            user: arrival.user.id,
            access_epoch: arrival.user.access_epoch,
            csrf_secret: csrf.clone(),
            remote_ip: arrival.origin.remote_ip.to_canonical().to_string(),
            client: arrival.origin.client.clone(),
            created_at: now,
            last_seen_at: now,
            idle_expires_at: now.after(minutes(policy.session_idle_minutes)),
            expires_at: until.map_or(longest, |until| until.min(longest)),
            factor: arrival.second.map(|second| second.name().to_owned()),
        };
        arrival.expires_at = Some(row.expires_at);
        arrival.web = Some(row);
        arrival.saml = saml;
        let session = self.begin(arrival).await?;
        let session = self.kept.keep(cookie.hash, &session, now, IDLE);
        Ok((WebSignIn { session, csrf }, cookie.secret))
    }
}

/// By which names the directory knows the session.
fn saml_session(provenance: &Provenance, id: SessionId) -> SamlSession {
    let DirectorySession { name_id_format, name_qualifier, sp_name_qualifier, index, .. } = provenance.session.clone();
    SamlSession {
        session: id,
        connection: provenance.connection,
        name_id: provenance.name_id.clone(),
        name_id_format,
        name_qualifier,
        sp_name_qualifier,
        session_index: index,
    }
}

fn minutes(count: u32) -> Duration {
    Duration::from_secs(u64::from(count) * 60)
}

//! A browser's sign-in between two requests: sealed with the site's secret, so that any node goes on with it and nobody makes
//! one up.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use keyfold_db::users;
use keyfold_model::{Secret, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::{
    Authenticator,
    candidate::{Candidate, FirstProof, PATIENCE},
};
use crate::{Denial, Error, Origin, session::SecondProof};

/// What a ticket is bound to, so that nothing else that this site has sealed is one.
const BOUND_TO: &[u8] = b"sign-in ticket";

/// What stands in it.
#[derive(Serialize, Deserialize)]
struct Ticket {
    user: UserId,
    access_epoch: i64,
    first: FirstProof,
    second: Option<String>,
    remote_ip: String,
    since: Timestamp,
}

impl Authenticator {
    /// The candidate, to be handed to the browser.
    pub(super) fn seal(&self, candidate: &Candidate) -> Result<Secret<String>, Error> {
        let ticket = Ticket {
            user: candidate.user.id,
            access_epoch: candidate.user.access_epoch,
            first: candidate.first.clone(),
            second: candidate.second.map(|second| second.name().to_owned()),
            remote_ip: candidate.origin.remote_ip.to_canonical().to_string(),
            since: candidate.since,
        };
        let text = serde_json::to_vec(&ticket).map_err(|error| Error::invalid("sign-in", error))?;
        Ok(Secret::new(URL_SAFE_NO_PAD.encode(self.secret.seal(&text, BOUND_TO)?)))
    }

    /// The candidate whom a browser brings back, from the same address, within five minutes.
    pub(super) async fn unseal(&self, ticket: &Secret<String>, origin: Origin) -> Result<Candidate, Denial> {
        let sealed = URL_SAFE_NO_PAD.decode(ticket.expose()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let opened = sealed.and_then(|sealed| self.secret.unseal(&sealed, BOUND_TO));
        let ticket: Option<Ticket> = opened.and_then(|text| serde_json::from_slice(&text).ok());
        let ticket = ticket.ok_or(Denial::Expired)?;
        let elsewhere = ticket.remote_ip != origin.remote_ip.to_canonical().to_string();
        if elsewhere || self.acts.clock.now().since(ticket.since) >= PATIENCE {
            return Err(Denial::Expired);
        }
        let user = users::find(&mut *self.acts.db.read().await?, ticket.user).await?;
        let user = user.filter(|user| user.access_epoch == ticket.access_epoch).ok_or(Denial::Expired)?;
        let second = ticket.second.as_deref().and_then(SecondProof::from_name);
        Ok(Candidate { user, first: ticket.first, second, origin, since: ticket.since })
    }
}

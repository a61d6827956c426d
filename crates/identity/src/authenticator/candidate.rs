//! Somebody on the way in: what they have proven, and what is wanted of them next. One decision for every protocol.

use std::time::Duration;

use keyfold_audit::Actor;
use keyfold_db::users::User;
use keyfold_model::{ConnectionId, Interface, PublicKeyId, Secret, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Authenticator, Claim, DirectorySession, arrival::Arrival};
use crate::{
    Denial, Error, FactorKind, Origin,
    factor::Answers,
    password,
    proof::Authority,
    session::{Credential, SecondProof},
    sign_in_policy::{Standing, Want},
};

/// How long after the first proof the rest has to come.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);

/// What was proven first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum FirstProof {
    /// The password.
    Password,
    /// An SSH key, good until then.
    PublicKey {
        /// Which.
        id: PublicKeyId,
        /// When it ends.
        expires_at: Option<Timestamp>,
    },
    /// A certificate that was checked against these settings, good until then.
    Certificate {
        /// The settings' digest.
        settings: u64,
        /// When it ends.
        expires_at: Option<Timestamp>,
    },
    /// A signed word of the directory.
    Saml(Provenance),
}

/// What a directory said with the answer that begins a web session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Provenance {
    /// Whose word it is.
    pub(crate) connection: ConnectionId,
    /// By which name the directory knows the person.
    pub(crate) name_id: String,
    /// The session there.
    pub(crate) session: DirectorySession,
}

/// Somebody who has proven who they are, and is not in yet.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) user: User,
    pub(super) first: FirstProof,
    pub(super) second: Option<SecondProof>,
    pub(super) origin: Origin,
    pub(super) since: Timestamp,
}

/// What is wanted of a candidate next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing.
    Enter,
    /// A second factor, one of these.
    Factor(Vec<FactorKind>),
    /// A second factor, and there is none that this way in could ask for.
    Enrol,
    /// Another password.
    NewPassword,
}

impl Candidate {
    pub(super) fn into_arrival(self) -> Arrival {
        let second = match (&self.first, self.second) {
            (FirstProof::Saml(_), None) => Some(SecondProof::Directory),
            (_, second) => second,
        };
        let (credential, expires_at) = match &self.first {
            FirstProof::Password => (Credential::Password, None),
            FirstProof::PublicKey { id, expires_at } => (Credential::PublicKey(*id), *expires_at),
            FirstProof::Certificate { settings, expires_at } => {
                (Credential::Certificate { settings: *settings }, *expires_at)
            }
            FirstProof::Saml(provenance) => (Credential::Saml(provenance.connection), None),
        };
        Arrival { expires_at, second, ..Arrival::of_person(self.user, credential, self.origin) }
    }
}

impl Authenticator {
    /// Somebody who has just proven the first thing.
    pub(super) fn candidate(&self, user: User, first: FirstProof, origin: Origin) -> Candidate {
        Candidate { user, first, second: None, origin, since: self.acts.clock.now() }
    }

    /// What is wanted next, or why the candidate is sent away; both on record.
    pub(super) async fn next(&self, candidate: &Candidate) -> Result<Next, Denial> {
        match self.decide(candidate).await {
            Ok(next) => Ok(next),
            Err(denial) => Err(self.refuse(Claim::User(&candidate.user), &candidate.origin, denial).await),
        }
    }

    async fn decide(&self, candidate: &Candidate) -> Result<Next, Denial> {
        let Candidate { user, first, origin, .. } = candidate;
        let now = self.acts.clock.now();
        if now.since(candidate.since) >= PATIENCE {
            return Err(Denial::Expired);
        }
        if !user.is_alive() {
            return Err(Denial::Disabled);
        }
        let connection = &mut *self.acts.db.read().await?;
        let standing = Standing::of(connection, user).await?;
        standing.check_interface(origin.interface)?;
        standing.check_address(origin.remote_ip)?;
        if candidate.second.is_none() {
            let answers = Answers::of(connection, user.id).await?;
            match wanted(standing.wants(first)?, &answers, origin.interface) {
                Next::Enter => {}
                next @ (Next::Factor(_) | Next::Enrol | Next::NewPassword) => return Ok(next),
            }
        }
        let with_password = matches!(first, FirstProof::Password);
        if with_password && password::is_over(connection, &standing.site.passwords, user, now).await? {
            return Ok(Next::NewPassword);
        }
        Ok(Next::Enter)
    }
}

impl Authenticator {
    /// The candidate with a new password.
    pub(super) async fn renewed(&self, candidate: Candidate, new: Secret<String>) -> Result<Candidate, Denial> {
        let Candidate { user, origin, .. } = &candidate;
        let hash = match self.passwords.hash_new(&self.acts, Some(user), new).await {
            Ok(hash) => hash,
            Err(Error::Invalid { what, why }) => {
                let denial = Denial::PasswordRefused(format!("{what}: {why}"));
                return Err(self.refuse(Claim::User(user), origin, denial).await);
            }
            Err(error) => return Err(error.into()),
        };
        let actor = Actor::User { id: user.id, name: user.login.clone() };
        let authority = Authority::of_origin(actor, origin.interface, origin.remote_ip);
        let id = user.id;
        let user = self.acts.run(&authority, move |act| Box::pin(password::replace(act, id, hash))).await?;
        Ok(Candidate { user, ..candidate })
    }
}

/// The factor that is wanted, if any. A passkey alone is none where only texts can be typed, and neither are recovery codes.
fn wanted(want: Want, answers: &Answers, interface: Interface) -> Next {
    if want == Want::Nothing || (want == Want::IfEnrolled && answers.is_none()) {
        return Next::Enter;
    }
    let browser = matches!(interface, Interface::Web | Interface::Desktop);
    let kinds: Vec<_> = answers.kinds().into_iter().filter(|kind| browser || kind.is_code()).collect();
    let usable = kinds.iter().any(|kind| *kind != FactorKind::RecoveryCode);
    if usable { Next::Factor(kinds) } else { Next::Enrol }
}

/// Whether a code may follow the password. Works as long for a name that nobody has, and says no.
pub(super) async fn expects_code(
    connection: &mut keyfold_db::Connection,
    user: Option<&User>,
    origin: &Origin,
) -> Result<bool, Denial> {
    let Some(user) = user else {
        Answers::of(connection, keyfold_model::UserId(0)).await?;
        return Ok(false);
    };
    let answers = Answers::of(connection, user.id).await?;
    let want = Standing::of(connection, user).await?.wants(&FirstProof::Password)?;
    Ok(matches!(wanted(want, &answers, origin.interface), Next::Factor(_)))
}

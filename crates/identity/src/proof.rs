//! Who may change the directory: proofs, each made from an authentication, and no other way.

use std::net::IpAddr;

use keyfold_audit::{Actor, Event};
use keyfold_db::{Tx, api_keys::PermissionSet, connections::ConnectionRow, scim_tokens, users};
use keyfold_model::{ConnectionId, Interface, ScimTokenId, SiteRole, Timestamp, UserId};

use crate::{Error, Session, Stage, directory::LogRow, session::Credential};

/// On whose authority an act is done: what the record says of it, and what has to hold still when it commits.
#[derive(Clone, Debug)]
pub(crate) struct Authority {
    actor: Actor,
    on_behalf_of: Option<UserId>,
    interface: Interface,
    remote_ip: Option<IpAddr>,
    holds: Holds,
}

/// What has to hold still.
#[derive(Clone, Debug)]
enum Holds {
    /// The session lives.
    Session(Session),
    /// The token is good.
    Token(ScimTokenId),
    /// Nothing: who has the machine has the site.
    Machine,
}

impl Authority {
    pub(crate) fn of_session(session: &Session) -> Self {
        let facts = session.facts();
        Self {
            actor: facts.actor.clone(),
            on_behalf_of: matches!(facts.actor, Actor::ApiKey { .. }).then_some(facts.user),
            interface: facts.origin.interface,
            remote_ip: Some(facts.origin.remote_ip),
            holds: Holds::Session(session.clone()),
        }
    }

    pub(crate) const fn of_job(name: &'static str, interface: Interface) -> Self {
        Self { actor: Actor::Job(name), on_behalf_of: None, interface, remote_ip: None, holds: Holds::Machine }
    }

    pub(crate) const fn of_origin(actor: Actor, interface: Interface, remote_ip: IpAddr) -> Self {
        Self { actor, on_behalf_of: None, interface, remote_ip: Some(remote_ip), holds: Holds::Machine }
    }

    /// An event on this authority.
    pub(crate) fn event(&self, action: &'static str) -> Event {
        let mut event = Event::new(self.actor.clone(), action, self.interface);
        event.on_behalf_of = self.on_behalf_of;
        event.remote_ip = self.remote_ip;
        if let Holds::Session(session) = &self.holds {
            event.session = Some(session.id());
        }
        event
    }

    /// The session with which the act came, if with one.
    pub(crate) const fn session(&self) -> Option<&Session> {
        match &self.holds {
            Holds::Session(session) => Some(session),
            Holds::Token(_) | Holds::Machine => None,
        }
    }

    /// Who acts.
    pub(crate) const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Asks, inside the transaction of the act, whether the proof is still good: so an act that races its own revocation
    /// loses.
    pub(crate) async fn check(&self, tx: &mut Tx, now: Timestamp) -> Result<(), Error> {
        let good = match &self.holds {
            Holds::Machine => true,
            Holds::Session(session) => {
                let user = users::find(tx.connection(), session.user()).await?;
                session.is_alive() && user.is_some_and(|user| user.access_epoch == session.facts().access_epoch)
            }
            Holds::Token(id) => {
                let token = scim_tokens::find(tx.connection(), *id).await?;
                token.is_some_and(|token| token.revoked_at.is_none() && now < token.expires_at)
            }
        };
        if good { Ok(()) } else { Err(Error::Ended) }
    }
}

/// The right to administer everything on the site.
#[derive(Clone, Debug)]
pub struct SiteAdmin(pub(crate) Authority);

/// The right to look after one person's credentials: one's own, or anybody's as a site admin.
#[derive(Clone, Debug)]
pub struct Custody {
    pub(crate) user: UserId,
    pub(crate) authority: Authority,
}

/// A directory's SCIM client: may change what its own connection made, and nothing else.
#[derive(Clone, Debug)]
pub struct DirectoryClient {
    connection: ConnectionId,
    token: ScimTokenId,
    stage: Stage,
    pub(crate) authority: Authority,
    pub(crate) log_row: LogRow,
}

/// Somebody at the server's own command line: who has the machine has the site.
#[derive(Clone, Copy, Debug)]
pub struct Console(());

impl Session {
    /// The right to administer the site, for site admins. A key that is limited to files has none of it.
    ///
    /// # Errors
    /// The person is no site admin, the key is limited, or the session was cut.
    pub fn site_admin(&self) -> Result<SiteAdmin, Error> {
        if self.facts().role != SiteRole::Admin {
            return Err(Error::NotAllowed("a site admin"));
        }
        self.unlimited()?;
        Ok(SiteAdmin(Authority::of_session(self)))
    }

    /// Whether the session may see all configuration and logs: site admins, read-only ones too.
    ///
    /// # Errors
    /// Neither, or the key is limited, or the session was cut.
    pub fn site_reader(&self) -> Result<(), Error> {
        match self.facts().role {
            SiteRole::Admin | SiteRole::ReadOnlyAdmin => self.unlimited(),
            SiteRole::Member => Err(Error::NotAllowed("a site admin")),
        }
    }

    /// The right to look after one's own credentials.
    ///
    /// # Errors
    /// The session's key is limited, or the session was cut.
    pub fn custody(&self) -> Result<Custody, Error> {
        self.unlimited()?;
        Ok(Custody { user: self.user(), authority: Authority::of_session(self) })
    }

    fn unlimited(&self) -> Result<(), Error> {
        if !self.is_alive() {
            return Err(Error::Ended);
        }
        let limited = matches!(self.facts().credential, Credential::ApiKey { permission_set, .. }
            if permission_set != PermissionSet::Full);
        if limited { Err(Error::NotAllowed("an API key with all permissions")) } else { Ok(()) }
    }
}

impl SiteAdmin {
    /// The right to look after a person's credentials.
    #[must_use]
    pub fn custody_of(&self, user: UserId) -> Custody {
        Custody { user, authority: self.0.clone() }
    }
}

impl Custody {
    /// Whose credentials.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user
    }
}

impl DirectoryClient {
    pub(crate) fn new(directory: &ConnectionRow, token: ScimTokenId, remote_ip: IpAddr) -> Self {
        let actor = Actor::Connection { id: directory.id, name: directory.label.clone() };
        let holds = Holds::Token(token);
        let authority =
            Authority { actor, on_behalf_of: None, interface: Interface::Scim, remote_ip: Some(remote_ip), holds };
        let stage = if directory.preview { Stage::Preview } else { Stage::Live };
        Self { connection: directory.id, token, stage, authority, log_row: LogRow::default() }
    }

    /// The same client in the database of a preview, where its token is not known.
    pub(crate) fn rehearsing(&self) -> Self {
        let authority = Authority { holds: Holds::Machine, ..self.authority.clone() };
        Self { authority, ..self.clone() }
    }

    /// Whether what it sends is done here.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// Which directory.
    #[must_use]
    pub const fn connection(&self) -> ConnectionId {
        self.connection
    }

    /// By which token.
    #[must_use]
    pub const fn token(&self) -> ScimTokenId {
        self.token
    }
}

impl Console {
    /// For the command line alone: no network request may ever lead here.
    #[must_use]
    pub const fn of_this_machine() -> Self {
        Self(())
    }

    /// The right to administer the site.
    #[must_use]
    pub const fn site_admin(self) -> SiteAdmin {
        SiteAdmin(Authority::of_job("console", Interface::Cli))
    }
}
